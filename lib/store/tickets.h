// How far each registration's ticket has come.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/sql.h"
#include "store/lock_order.h"
#include "store/record_reader.h"
#include "store/tasks.h"
#include "ticket/ticket_system.h"

namespace spaconf {

/// A ticket as it was left at the ticket system.
struct TicketLeft {
  std::int64_t number;
  TicketStatus status;
  std::string mail;       ///< Whom we wanted as its requestor
  std::string requestor;  ///< The ticket system's spelling of that; empty when not known
};

/// The tickets' columns of registrations, and the tasks that belong to them.
class Tickets {
 public:
  Tickets(sql::Connection& database, LockOrder& locks)
      : database_(database), locks_(locks), reader_(database) {}

  /// Adds the task that gives the registration, whose row is locked, its one ticket, marked as
  /// ours, whatever became of earlier tasks.
  void enqueue(std::int64_t registration);
  /// The ticket does not exist any more, or never did.
  void lost(std::int64_t registration);
  /// The registration has this ticket: a parked task to create one is done as well. True when the
  /// ticket is settled and was not before. While another task waits it does not count as settled.
  bool done(const Task& task, const TicketLeft& ticket);
  /// The registration needs no ticket any more, and has none.
  void not_needed(const Task& task);
  /// Numbers of tickets with registrations that are not settled and have no task, those first that
  /// were not checked for the longest time. A ticket may have many registrations: those of a batch.
  std::vector<std::int64_t> open(int count);
  /// The ticket was checked and is not settled; nor are its registrations that are open().
  void still_open(std::int64_t number, const std::string& status);
  /// The ticket was checked, and it could not be found out how it is.
  void not_found_out(std::int64_t number);
  /// The ticket is settled, and so are its registrations that are open(): at most so many of them,
  /// which it returns.
  std::vector<std::int64_t> settled(std::int64_t number, const std::string& status, int most);

  /// At most so many registrations whose numbers come after `after`, that have tickets of their own
  /// which no task is about to touch; without lines.
  std::vector<Record> idle_after(std::int64_t after, int most);
  /// True when nothing was done to the registration, whose row is locked, or its ticket since.
  bool is_as_before(const Record& record);

 private:
  bool settle(std::int64_t registration, bool is_settled);
  void finish_parked(const Task& task);

  sql::Connection& database_;
  LockOrder& locks_;
  RecordReader reader_;
};

}  // namespace spaconf
