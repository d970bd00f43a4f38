// Stores one new registration in the open transaction, in three steps.
#pragma once

#include <optional>
#include <string>

#include "account/exchange.h"
#include "registration/account_assignment.h"
#include "registration/idempotency.h"
#include "registration/register.h"
#include "store/store.h"

namespace spaconf {

/// One new registration. Its steps run in this order and inside of a transaction, in which they may
/// be repeated after a rollback. A transaction for many phones takes the first step for all of them
/// before the second for any, because rows are locked in that order (store/lock_order.h).
class RegistrationTransaction {
 public:
  /// Keeps references to all three.
  RegistrationTransaction(Store& store, Exchange& exchange, const RegistrationRequest& order);

  /// Adds the registration's row. Throws sql::Duplicate("active_mac").
  void add_row();
  /// Adds the lines with their accounts. Throws what AccountAssignment::assign_account() and
  /// require_no_software_phone() throw.
  void add_lines();
  /// Adds the tasks and the audit entries.
  void add_tasks();

  /// The key of its request.
  RequestKey request_key() const;

  const RegistrationRequest& order() const { return order_; }
  const std::string& ref() const { return record_.ref; }
  /// The stored registration.
  const RecordWithPasswords& record() const { return record_; }
  bool has_profile() const { return record_.profile != ProfileState::none; }
  /// The entry in the audit.
  std::string audit_detail() const;

 private:
  friend class RegistrationsTogether;

  Store& store_;
  Exchange& exchange_;
  const RegistrationRequest& order_;
  std::optional<AccountAssignment> accounts_;
  RecordWithPasswords record_;
};

/// Logs that the registration is stored.
void log_registered(const RegistrationTransaction& transaction);

}  // namespace spaconf
