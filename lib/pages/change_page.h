// The actions on a registered phone: form, preview, apply.
#pragma once

#include "pages/change_form.h"
#include "pages/sent_form.h"

namespace spaconf {

/// GET /phones/REF/edit and so on, for every action of registration/actions.h: its form.
web::Response change_form_page(Site& site, const web::Request& request);

/// POST /submit/edit and so on. With step=apply it is carried out; otherwise the page shows what
/// it would do.
std::unique_ptr<SentForm> sent_change(Site& site, const web::Request& request);

/// The phone of /phones/REF/…, without passwords. Throws Refused when there is none.
Record phone_in_path(Site& site, const web::Request& request);

}  // namespace spaconf
