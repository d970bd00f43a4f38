// The table of withdrawals: profiles that are still to be removed from the TFTP folder.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/sql.h"
#include "phone/mac.h"
#include "store/lock_order.h"

namespace spaconf {

/// The table of withdrawals. An address has at most one.
class Withdrawals {
 public:
  Withdrawals(sql::Connection& database, LockOrder& locks) : database_(database), locks_(locks) {}

  /// The profile for this address is to be removed from the folder.
  void queue(std::int64_t registration, const Mac& mac);
  /// The registration's; their rows stay locked until the transaction ends.
  std::vector<Mac> pending(std::int64_t registration);
  /// The registration's profiles are removed.
  void complete(std::int64_t registration);
  /// A profile for this address is about to be written, and is not to be removed any more.
  void cancel(const Mac& mac);
  /// The same for all addresses of these registrations.
  void cancel(const std::vector<std::int64_t>& registrations);
  /// Registrations with something still to be removed, in the order of their numbers, which come
  /// after `after`.
  std::vector<std::int64_t> registrations(std::int64_t after, int count);
  /// Addresses that no worker would come to withdraw.
  std::vector<Mac> orphaned();

  /// All addresses that may have a profile, 12 lower-case hex digits each.
  std::set<std::string> addresses();
  /// True when no phone has this address; until the transaction ends no process writes a profile
  /// for it.
  bool lock_unused(const Mac& mac);

 private:
  sql::Connection& database_;
  LockOrder& locks_;
};

}  // namespace spaconf
