// Reads the observations of one phone.
#pragma once

#include <vector>

#include "status/status.h"
#include "store/fetches.h"
#include "store/observations.h"

namespace spaconf {

/// The observations of the phone. `contacts` are those of all its lines' accounts. Throws
/// Unavailable.
PhoneObservations observe(Observations& observations, const Fetches& fetches, const Record& record,
                          const std::vector<Contact>& contacts);

}  // namespace spaconf
