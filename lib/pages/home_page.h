// The home page: register a phone, find one, pending tasks, recent registrations.
#pragma once

#include "pages/site.h"

namespace spaconf {

web::Response home_page(Site& site, const web::Request& request);

/// The home page with a sentence about a login that could not be looked up.
web::Response home_page_about(Site& site, const web::Request& request, int status,
                              const std::string& login, const std::string& sentence);

}  // namespace spaconf
