// The actions on a registered phone: form, preview, apply.
#pragma once

#include "pages/site.h"

namespace spaconf {

/// GET /phones/REF/edit and so on, for every action of registration/actions.h: its form.
web::Response change_form_page(Site& site, const web::Request& request);

/// POST /submit/edit and so on. With step=apply it is carried out; otherwise the page shows what
/// it would do.
web::Response change_page(Site& site, const web::Request& request);
/// The form with everything that was typed, `sentence` and the same request key: 503.
web::Response change_page_again(Site& site, const web::Request& request,
                                const std::string& sentence);

/// The purpose for which the token of an action's form is made.
std::string change_action(std::string_view action, std::string_view ref);

/// The phone of /phones/REF/…, without passwords. Throws Refused when there is none.
Record phone_in_path(Site& site, const web::Request& request);

}  // namespace spaconf
