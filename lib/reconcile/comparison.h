// A consistency check in progress, and the sides that it compares.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "reconcile/reconcile.h"

namespace spaconf {

/// Something that looked wrong, and still does under its lock.
struct Recheck {
  Finding finding;
  std::string ref = {};               ///< Its registration's, for the audit; empty when it has none
  std::function<void()> repair = {};  ///< Inside of the transaction
  std::int64_t to_be_published = 0;   ///< The registration whose profile is written afterwards
};

/// A comparison on its way.
class Comparison {
 public:
  Comparison(Services& services, const ReconcileOptions& options)
      : services(services), options_(options) {}

  /// Looks again in a transaction of its own, in which `look` locks what it looks at. What
  /// still looks wrong is repaired if that is wanted, audited, and told. `look` may be
  /// called again, when the database gave up on a lock. A row that cannot be read is not looked
  /// at, and throws nothing.
  void recheck_locked(const std::function<std::optional<Recheck>()>& look);
  /// Says that a side or a row could not be looked at.
  void not_checked(const std::string& why) { done_.not_checked.push_back(why); }

  const ReconcileResult& done() const { return done_; }

  Services& services;

 private:
  bool repair(const Recheck& recheck);

  const ReconcileOptions& options_;
  ReconcileResult done_;
};

/// Rows that were begun and that nobody would finish; cheap.
void compare_promises(Comparison& comparison);
/// Rows of ours that do not fit together.
void compare_rows(Comparison& comparison);
/// Our accounts with those of the exchange.
void compare_exchange(Comparison& comparison);
/// Profiles with the TFTP folder.
void compare_folder(Comparison& comparison);
/// Registrations with the ticket system's tickets.
void compare_tickets(Comparison& comparison, TicketSystem& tickets);

}  // namespace spaconf
