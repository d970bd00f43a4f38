// Carries out a request once, by its unique key.
// The request's own row is written first, and its unique key decides. After a COMMIT without an
// answer, that row tells whether the commit succeeded.
#include "registration/idempotency.h"

#include "base/error.h"
#include "base/translation.h"

namespace spaconf {
namespace {

/// How often a COMMIT without effect may be repeated.
constexpr int most_tries = 3;

/// False when a key was used before or COMMIT got no answer.
bool commit(Store& store, const std::function<void()>& claim, const std::function<void()>& work) {
  bool is_claimed = false;
  try {
    store.transact([&] {
      is_claimed = false;
      claim();
      is_claimed = true;
      work();
    });
    return true;
  } catch (const sql::Duplicate& duplicate) {
    if (duplicate.key() == "request_key") return false;
    throw;
  } catch (const sql::UnknownOutcome&) {
    return false;
  } catch (const sql::Busy&) {
    // Does another process hold the request's own row?
    if (is_claimed) throw;
    throw InProgress({"", _("This request is still being processed. Try again in a few seconds.")});
  }
}

/// The same for one request. Throws Conflict: the phone is registered already.
bool commit(Store& store, const RequestKey& claim, const std::function<void()>& work) {
  const auto claim_key = [&] {
    store.request_keys.claim(claim.actor, claim.key, {claim.fingerprint, claim.ref, claim.batch});
  };
  try {
    return commit(store, claim_key, work);
  } catch (const sql::Duplicate& duplicate) {
    if (duplicate.key() != "active_mac" || !claim.mac) throw;
    throw Conflict({"mac", registered_already(*claim.mac)},
                   store.registrations.ref_of_mac(*claim.mac));
  }
}

}  // namespace

std::string registered_already(const Mac& mac) {
  return sentence(_("The phone {mac} is registered already."), {{"mac", mac.colons()}});
}

bool was_carried_out(Store& store, RequestKey& claim) {
  auto before = store.request_keys.answer(claim.actor, claim.key);
  if (!before) return false;
  if (before->fingerprint != claim.fingerprint) {
    throw Rejected(
        std::vector<Problem>{{"", _("This form has already been submitted with different content. "
                                    "Open a new form for another change.")}});
  }
  claim.ref = before->ref;
  if (claim.ref.empty()) claim.batch = store.request_keys.batch(claim.actor, claim.key);
  return true;
}

bool run_once(Store& store, RequestKey& claim, const std::function<void()>& work) {
  for (int tries = 0; tries < most_tries; ++tries) {
    if (commit(store, claim, work)) return true;
    if (was_carried_out(store, claim)) return false;
  }
  throw Unavailable("database", "the connection broke at every COMMIT");
}

bool run_together(Store& store, const std::vector<RequestKey>& claims,
                  const std::function<void()>& work) {
  std::vector<StoredRequest> requests;
  for (const RequestKey& claim : claims) {
    requests.push_back({claim.key, {claim.fingerprint, claim.ref}});
  }
  return commit(
      store, [&] { store.request_keys.claim_all(claims.front().actor, requests); }, work);
}

}  // namespace spaconf
