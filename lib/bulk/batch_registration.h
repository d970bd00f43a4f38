// Registers many phones in one transaction.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "registration/idempotency.h"
#include "registration/registration_transaction.h"
#include "registration/services.h"

namespace spaconf {

/// Why one phone of a batch cannot be registered.
struct RefusedPhone {
  std::vector<Problem> problems;
  bool is_conflict = false;    ///< Something exists already
  std::string ref = {};        ///< The registration that is in the way; empty without one
  bool is_registered = false;  ///< That registration is the same software phone
};

/// By the phones' places in the batch.
using RefusedPhones = std::map<std::size_t, RefusedPhone>;

/// New registrations that are stored together or not at all.
class BatchRegistration {
 public:
  /// Refers to both, which outlive it.
  BatchRegistration(Services& services, const std::vector<const RegistrationRequest*>& orders);

  /// The references that the phones get, in their order.
  std::vector<std::string> refs() const;
  /// Registers all phones, or none if refused() has one afterwards; each phone is tried, so that
  /// all problems are found. Then it writes the profiles, as far as there is time. False when
  /// nothing was done: one is refused, or the claim was carried out before, and has what came of
  /// it. Throws like run_once().
  bool carry_out(RequestKey& claim);
  /// The same, each phone under the key of its own request; all of them are of one actor. False
  /// also when COMMIT got no answer: the keys tell. Throws like run_together().
  bool carry_out_each();
  /// Only finds out which phones are refused. True when none is.
  bool preview();
  const RefusedPhones& refused() const { return refused_; }

 private:
  using Step = void (RegistrationTransaction::*)();

  void apply();
  bool are_of_one_actor() const;
  void add_together();
  bool done(const std::function<bool()>& work);
  void take(Step step);
  void after_commit();

  Services& services_;
  std::deque<RegistrationTransaction> phones_;
  RefusedPhones refused_;
  bool is_step_by_step_ = false;
};

}  // namespace spaconf
