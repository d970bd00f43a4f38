// Reads the observations of one phone.
#pragma once

#include <optional>
#include <vector>

#include "status/status.h"
#include "store/fetches.h"
#include "store/observations.h"

namespace spaconf {

/// The observations of the phone. `contacts` are those of all its lines' accounts; empty when the
/// exchange did not answer. Throws Unavailable.
PhoneObservations observe(Observations& observations, const Fetches& fetches, const Record& record,
                          const std::optional<std::vector<Contact>>& contacts);

}  // namespace spaconf
