// One request is carried out once, however often it is sent.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "phone/mac.h"
#include "store/store.h"

namespace spaconf {

/// What tells one request from another.
struct RequestKey {
  std::string actor;
  std::string key;          ///< The same for a retry
  std::string fingerprint;  ///< Of what is asked for
  std::string ref;          ///< Of the registration that it is about, or is to get
  std::optional<Mac> mac;   ///< Which the registration is to have
};

/// Does `work` and claims the request in one transaction, which may be tried again. When
/// the request was carried out before, nothing is done. True when it was done now; else
/// `claim` gets the reference from then.
///
/// Throws Rejected: the key was used for something else. Throws Conflict: the phone is
/// registered already. Throws InProgress: the same request is being carried out at this
/// moment. Throws Unavailable: then nothing has happened.
bool run_once(sql::Connection& database, Store& store, RequestKey& claim,
              const std::function<void()>& work);

}  // namespace spaconf
