// The table of tasks: what is still to be done for a registration.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/sql.h"
#include "store/lock_order.h"

namespace spaconf {

/// What is still to be done for a registration.
enum class TaskKind { profile, ticket, mail };
/// The kind of that name, as tables and forms have it; empty when there is none.
std::optional<TaskKind> task_kind(std::string_view name);
/// One task that is due.
struct Task {
  std::int64_t id, registration_id;
  std::string ref;
  TaskKind kind;
  int attempts;      ///< How often the other side may have done it without our knowing
  int generation;    ///< Of the registration, 1 when it was new
  std::string note;  ///< What the ticket is to be told; empty when it is to be created
};

/// What a new task says.
struct TaskDetails {
  int generation = 1;     ///< Of the registration
  std::string note = {};  ///< For the ticket that there is already, as people read it
  bool of_batch = false;  ///< One of many: single ones go first
};

/// Something that waits, for the home page.
struct Waiting {
  std::string ref, kind, state, reason, since;
  std::chrono::seconds age;
};

/// The table of tasks. A statement that changes a registration too locks that first.
class Tasks {
 public:
  Tasks(sql::Connection& database, LockOrder& locks) : database_(database), locks_(locks) {}

  /// Adds tasks of all these kinds in one statement.
  void add(std::int64_t registration, const std::vector<TaskKind>& kinds,
           const TaskDetails& details);
  /// Adds tasks of many new registrations, each with its kind.
  void add_each(const std::vector<std::pair<std::int64_t, TaskKind>>& tasks,
                const TaskDetails& details);
  /// What may be carried out now, single ones before those of a batch and then what has waited
  /// longest first; of one registration and kind the earliest generation only. Those for the
  /// tickets of batches are left to TicketBatches.
  std::vector<Task> due(TaskKind kind, int count);
  /// Makes the task ours for so long; false when another worker has it or it is done.
  bool lease(const Task& task, const std::string& owner, std::chrono::seconds time);
  /// Makes the task ours for longer; false when it is not ours any more.
  bool renew(const Task& task, const std::string& owner, std::chrono::seconds time);
  /// Gives the task back, to be tried again after so long. `counts` when the other
  /// side may have done it without our knowing.
  void put_off(const Task& task, std::chrono::seconds time, const std::string& reason, bool counts);
  /// It is not tried again until a person asks for that, and not within so long: the other side may
  /// be at work on it.
  void park(const Task& task, const std::string& reason,
            std::chrono::seconds time = std::chrono::seconds(0));
  /// What waits or is parked is due now, with all its attempts; what the ticket system may still be
  /// at work on is due as soon as it certainly is not. False when nothing waits.
  bool retry(const std::string& ref, TaskKind kind);
  /// Removes tasks that were done a day ago, some at a time. What came of them is in the audit.
  void purge_done();
  /// What waits for more than half a minute or for a reason, or is parked.
  std::vector<Waiting> waiting(int count);

 private:
  sql::Connection& database_;
  LockOrder& locks_;
};

}  // namespace spaconf
