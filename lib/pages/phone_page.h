// Shows one phone: its account, its profile, its ticket, and whether it is online.
#pragma once

#include "pages/site.h"

namespace spaconf {

web::Response phone_page(Site& site, const web::Request& request);

/// The name of a registration's person; without one, the login.
std::string name_of(const Record& record);

/// The state of a registration, in one or two words.
std::string state_of(const Record& record);

/// Sets STATE, its name for the style, and STATE_LABEL, its name in the user's language.
void set_state(Values& row, const Record& record);

}  // namespace spaconf
