// Tasks: what is still to be done for a registration.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/sql.h"
#include "ticket/ticket_system.h"

namespace spaconf {

/// What is still to be done for a registration.
enum class TaskKind { profile, ticket };
/// The kind of that name, as tables and forms have it; empty when there is none.
std::optional<TaskKind> task_kind(std::string_view name);
/// One promise that is due.
struct Task {
  std::int64_t id, registration_id;
  std::string ref;
  TaskKind kind;
  int attempts;      ///< How often the other side may have done it without our knowing
  int generation;    ///< Of the registration, 1 when it was new
  std::string note;  ///< What the ticket is to be told; empty when it is to be created
};

/// What is said with a promise.
struct PromiseDetails {
  int generation = 1;     ///< Of the registration
  std::string note = {};  ///< For the ticket that there is already, as people read it
  bool of_batch = false;  ///< One of many: single ones go first
};

/// A ticket as it was left at the ticket system.
struct TicketLeft {
  std::int64_t number;
  TicketStatus status;
  std::string mail;       ///< Whom we wanted as its requestor
  std::string requestor;  ///< The ticket system's spelling of that; empty when not known
};

/// Something that waits, for the home page.
struct Waiting {
  std::string ref, kind, state, reason, since;
  std::chrono::seconds age;
};

/// A step of the worker that failed when it was last tried.
struct FailedStep {
  std::string step, reason;
  std::string since;  ///< UTC, "2026-11-23 10:33:07"
};

/// The table of tasks, and how far each registration's ticket has come.
class Tasks {
 public:
  explicit Tasks(sql::Connection& database) : database_(database) {}

  /// Adds tasks of all these kinds in one statement.
  void add(std::int64_t registration, const std::vector<TaskKind>& kinds,
           const PromiseDetails& details);
  /// Adds the task that gives the registration its one ticket, marked as ours, whatever became of
  /// earlier tasks.
  void enqueue_ticket(std::int64_t registration);
  /// The ticket is not there any more, or never was.
  void ticket_lost(std::int64_t registration);
  /// What may be carried out now, single ones before those of a batch and then what has waited
  /// longest first; of one registration and kind the earliest generation only.
  std::vector<Task> due(TaskKind kind, int count);
  /// Makes the task ours for so long; false when another worker has it or it is done.
  bool lease(const Task& task, const std::string& owner, std::chrono::seconds time);
  /// Makes the task ours for longer; false when it is not ours any more.
  bool renew(const Task& task, const std::string& owner, std::chrono::seconds time);
  /// Gives the task back, to be tried again after so long. `counts` when the other
  /// side may have done it without our knowing.
  void put_off(const Task& task, std::chrono::seconds time, const std::string& reason, bool counts);
  /// Nobody tries it any more until somebody asks for it, and not within so long: the other
  /// side may be at work on it.
  void park(const Task& task, const std::string& reason,
            std::chrono::seconds time = std::chrono::seconds(0));
  /// The registration has this ticket: also every earlier promise of it is kept.
  void ticket_done(const Task& task, const TicketLeft& ticket);
  /// The registration needs no ticket any more, and has none.
  void ticket_not_needed(const Task& task);
  /// Registration and ticket number of those that are not settled, those first that were not
  /// looked at for the longest.
  std::vector<std::pair<std::int64_t, std::int64_t>> open_tickets(int count);
  /// The ticket stands so now; empty when nobody could say.
  void ticket_seen(std::int64_t registration, const std::optional<TicketStatus>& status);
  /// What waits or is parked is due now, with all its attempts; what the ticket system may still be
  /// at work on, as soon as it certainly is not. False when nothing waits.
  bool retry(const std::string& ref, TaskKind kind);
  /// Drops promises that were kept a day ago. What came of them stands in the audit.
  void purge_done();
  /// What waits for more than half a minute or for a reason, or is parked.
  std::vector<Waiting> waiting(int count);

  /// Of the worker's steps; each is known by its name.
  void step_failed(const std::string& step, const std::string& reason);
  void step_succeeded(const std::string& step);
  std::vector<FailedStep> failed_steps();  ///< What failed first comes first

 private:
  void parked_is_done(const Task& task);

  sql::Connection& database_;
};

}  // namespace spaconf
