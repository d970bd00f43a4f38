// Begins a roll-out: reads the list of people and finds each of them in the directory.
#pragma once

#include <string>

#include "registration/services.h"

namespace spaconf {

/// How many people one roll-out has at most.
constexpr int most_people = 500;

/// A request to begin a roll-out.
struct RolloutRequest {
  std::string actor;
  std::string key;               ///< The request key: the same for a retry
  const Model* model = nullptr;  ///< nullptr: each carton's code says it
  std::string logins;  ///< One in each line, or separated by blanks, commas or semicolons; may be
                       ///< empty: then each login is typed with its phone
  bool ticket_per_phone = false;  ///< Otherwise all phones have one ticket together
};

/// Stores the roll-out and returns its reference. Throws Rejected about the field "people", with a
/// sentence for each login that is not in the directory or is there twice, Unavailable, and what
/// run_once() throws.
std::string start_rollout(Services& services, const RolloutRequest& request);

/// The reference of the batch whose phones have one ticket together; empty when each phone of the
/// roll-out has its own.
std::string ticket_batch_of(Store& store, const Rollout& rollout);

}  // namespace spaconf
