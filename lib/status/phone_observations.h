// Puts together what was observed of one phone.
#pragma once

#include <vector>

#include "registration/services.h"
#include "status/status.h"

namespace spaconf {

/// What was seen of the phone. `contacts` are those of all its lines' accounts. Throws Unavailable.
PhoneObservations observe(Services& services, const Record& record,
                          const std::vector<Contact>& contacts);

}  // namespace spaconf
