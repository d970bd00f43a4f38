// Carries out the registration form.
#pragma once

#include "pages/site.h"

namespace spaconf {

web::Response register_page(Site& site, const web::Request& request);
/// The same form with everything that was typed, `sentence` and the same request key: 503.
web::Response register_page_again(Site& site, const web::Request& request,
                                  const std::string& sentence);

}  // namespace spaconf
