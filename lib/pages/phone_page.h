// One phone: its account, its profile, its ticket, and whether it is online.
#pragma once

#include "pages/site.h"

namespace spaconf {

web::Response phone_page(Site& site, const web::Request& request);

/// Where a registration stands, in one word or two.
std::string state_of(const Record& record);

}  // namespace spaconf
