// Shows one phone: its account, its profile, its ticket, and whether it is online.
#pragma once

#include "pages/site.h"

namespace spaconf {

web::Response phone_page(Site& site, const web::Request& request);

/// The name of a registration's person; without one, the login.
std::string name_of(const Record& record);

/// The state of a registration, in one or two words.
std::string state_of(const Record& record);

}  // namespace spaconf
