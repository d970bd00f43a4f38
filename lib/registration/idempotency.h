// Carries out a request once, even if it is sent several times.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "phone/mac.h"
#include "store/store.h"

namespace spaconf {

/// Identifies a request.
struct RequestKey {
  std::string actor;
  std::string key;          ///< The same for a retry
  std::string fingerprint;  ///< Of the request's content
  std::string ref;          ///< Of the registration that it concerns or creates
  std::optional<Mac> mac;   ///< The registration's new address
  std::string batch = {};   ///< Of a batch: what comes of its rows, for a retry
};

/// "The phone 00:0e:08:11:22:33 is registered already."
std::string registered_already(const Mac& mac);

/// True when the request was carried out before; then `claim` gets the reference of that
/// registration, or what came of the batch. Throws Rejected: the key was used for something else.
/// Throws Unavailable.
bool was_carried_out(Store& store, RequestKey& claim);

/// Does `work` and claims the request in one transaction, which may be retried. If the request
/// was carried out before, nothing is done. True when it was done now; otherwise `claim` gets
/// the reference of the earlier registration.
///
/// Throws Rejected: the key was used for something else. Throws Conflict: the phone is
/// registered already. Throws InProgress: the same request is being carried out at this
/// moment. Throws Unavailable: then nothing has happened.
bool run_once(Store& store, RequestKey& claim, const std::function<void()>& work);

/// Does `work` and claims several requests of one actor in one transaction. False when one of them
/// was carried out before, so that nothing was done, or when COMMIT got no answer: the table of
/// requests tells which. Throws sql::Duplicate("active_mac"), InProgress and Unavailable: then
/// nothing has happened.
bool run_together(Store& store, const std::vector<RequestKey>& claims,
                  const std::function<void()>& work);

}  // namespace spaconf
