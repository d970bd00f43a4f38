// Collects, rechecks and repairs differences, and declares the comparisons.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "reconcile/reconcile.h"

namespace spaconf {

/// A difference that remains under the row's lock.
struct Recheck {
  Finding finding;
  std::string ref = {};               ///< The registration's, for the audit; may be empty
  std::function<void()> repair = {};  ///< Runs inside the transaction
  std::int64_t to_be_published = 0;   ///< The registration whose profile is written afterwards
};

/// A running comparison.
class Comparison {
 public:
  Comparison(Store& store, Publisher& publisher, const ReconcileOptions& options)
      : store_(store), publisher_(publisher), options_(options) {}

  /// Checks again in a transaction of its own, in which `look` locks what it reads. A remaining
  /// difference is repaired if requested, audited and reported. `look` may be called again if
  /// the database gave up on a lock. An unreadable row is reported as not checked and throws
  /// nothing.
  void recheck_locked(const std::function<std::optional<Recheck>()>& look);
  /// Reports that a side or a row could not be checked.
  void not_checked(const std::string& why) { done_.not_checked.push_back(why); }

  const ReconcileResult& done() const { return done_; }

  /// Our tables.
  Store& store() { return store_; }

 private:
  bool repair(const Recheck& recheck);

  Store& store_;
  Publisher& publisher_;
  const ReconcileOptions& options_;
  ReconcileResult done_;
};

/// Checks for incomplete rows without a task; cheap.
void compare_tasks(Comparison& comparison);
/// Checks for inconsistent rows.
void compare_own_tables(Comparison& comparison, Exchange& exchange);
/// Compares our accounts with the exchange's.
void compare_exchange(Comparison& comparison, Exchange& exchange);
/// Compares profiles with the TFTP folder.
void compare_folder(Comparison& comparison, const Publisher& publisher, const TftpFolder& folder);
/// Compares registrations with the ticket system's tickets.
void compare_tickets(Comparison& comparison, TicketSystem& tickets);

}  // namespace spaconf
