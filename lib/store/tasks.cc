// SQL for tasks: lease, finish, put off, park.
// A task is leased before it is carried out, so that of several workers one does that. Times are
// the database's own.
#include "store/tasks.h"

#include <algorithm>

#include "store/column_values.h"

namespace spaconf {
namespace {

constexpr struct {
  TaskKind kind;
  const char* name;
} kinds[] = {
    {TaskKind::profile, "profile"}, {TaskKind::ticket, "ticket"}, {TaskKind::mail, "mail"}};

const char* name(TaskKind kind) {
  return std::ranges::find(kinds, kind, [](const auto& row) { return row.kind; })->name;
}

/// A profile is written after its accounts, so that the phone never has a password that the
/// exchange does not have; a mail that the phone is ready is sent after them, too.
std::string not_waiting_for_accounts() {
  return " AND task.registration_id NOT IN (SELECT changed_for FROM account WHERE " +
         account_waits() +
         " AND changed_for IS NOT NULL)"
         " AND task.registration_id NOT IN (SELECT line.registration_id FROM account"
         " JOIN line ON account_id = account.id WHERE " +
         account_waits() + ")";
}

std::int64_t microseconds(std::chrono::seconds time) {
  return std::chrono::microseconds(time).count();
}

}  // namespace

std::optional<TaskKind> task_kind(std::string_view text) {
  for (const auto& row : kinds) {
    if (text == row.name) return row.kind;
  }
  return {};
}

void Tasks::add(std::int64_t registration, const std::vector<TaskKind>& wanted,
                const TaskDetails& details) {
  locks_.take(Lock::task);
  std::string rows;
  std::vector<sql::Value> values;
  for (TaskKind kind : wanted) {
    rows += rows.empty() ? "" : ", ";
    rows += "(?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))";
    values.emplace_back(registration);
    values.emplace_back(name(kind));
    values.emplace_back(details.generation);
    values.emplace_back(kind == TaskKind::ticket ? details.note : "");
    values.emplace_back(details.of_batch ? 1 : 0);
  }
  database_.change(
      "INSERT INTO task (registration_id, kind, generation, note, of_batch, not_before, created)"
      " VALUES " +
          rows,
      values);
}

void Tasks::add_each(const std::vector<std::pair<std::int64_t, TaskKind>>& tasks,
                     const TaskDetails& details) {
  locks_.take(Lock::task);
  std::vector<std::vector<sql::Value>> rows;
  for (const auto& [registration, kind] : tasks) {
    rows.push_back({registration, name(kind), details.generation,
                    kind == TaskKind::ticket ? details.note : "", details.of_batch ? 1 : 0});
  }
  database_.change_each(
      "INSERT INTO task (registration_id, kind, generation, note, of_batch, not_before, created)"
      " VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))",
      rows);
}

std::vector<Task> Tasks::due(TaskKind kind, int count) {
  std::vector<Task> tasks;
  for (const auto& row : database_.query(
           "SELECT task.id, task.registration_id, ref, attempts, task.generation, note FROM task"
           " JOIN registration ON registration.id = task.registration_id"
           " WHERE task.state = 'due' AND kind = ? AND not_before <= UTC_TIMESTAMP(3)"
           " AND (lease_until IS NULL OR lease_until <= UTC_TIMESTAMP(3))"
           " AND NOT EXISTS (SELECT 1 FROM task earlier WHERE (earlier.state = 'due'"
           // The ticket system may still be at what a parked one asked for last.
           " OR (earlier.state = 'parked' AND earlier.not_before > UTC_TIMESTAMP(3)))"
           " AND earlier.registration_id = task.registration_id AND earlier.kind = task.kind"
           " AND earlier.generation < task.generation)" +
               (kind == TaskKind::ticket ? " AND ticket_batch IS NULL"
                                         : not_waiting_for_accounts()) +
               " ORDER BY of_batch, not_before, task.id LIMIT ?",
           {name(kind), count})) {
    tasks.push_back({row.number(0), row.number(1), row.text(2), kind,
                     static_cast<int>(row.number(3)), static_cast<int>(row.number(4)),
                     row.text(5)});
  }
  return tasks;
}

bool Tasks::lease(const Task& task, const std::string& owner, std::chrono::seconds time) {
  locks_.take(Lock::registration, task.registration_id);
  locks_.take(Lock::task);
  return database_.change(
             "UPDATE registration STRAIGHT_JOIN task ON registration_id = registration.id"
             " SET lease_owner = ?, lease_until = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND,"
             " ticket_state = IF(kind = 'ticket' AND ticket_number IS NULL, 'unknown', "
             "ticket_state)"
             " WHERE registration.id = ? AND task.id = ? AND task.state = 'due'"
             " AND (lease_until IS NULL OR lease_until <= UTC_TIMESTAMP(3))",
             {owner, microseconds(time), task.registration_id, task.id}) > 0;
}

bool Tasks::renew(const Task& task, const std::string& owner, std::chrono::seconds time) {
  locks_.take(Lock::task);
  return database_.change(
             "UPDATE task SET lease_until = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND"
             " WHERE id = ? AND lease_owner = ? AND state = 'due'",
             {microseconds(time), task.id, owner}) > 0;
}

void Tasks::put_off(const Task& task, std::chrono::seconds time, const std::string& reason,
                    bool counts) {
  locks_.take(Lock::registration, task.registration_id);
  locks_.take(Lock::task);
  const std::int64_t count = counts ? 1 : 0;
  database_.change(
      "UPDATE registration STRAIGHT_JOIN task ON registration_id = registration.id"
      " SET lease_owner = NULL, lease_until = NULL, attempts = attempts + ?,"
      " not_before = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND, reason = ?,"
      // Whether attempts was counted up already when this looks at it is MariaDB's choice.
      " ticket_state = IF(kind = 'ticket' AND attempts = 0 AND ? = 0 AND ticket_number IS NULL,"
      " 'pending', ticket_state)"
      " WHERE registration.id = ? AND task.id = ?",
      {count, microseconds(time), truncate_reason(reason), count, task.registration_id, task.id});
}

void Tasks::park(const Task& task, const std::string& reason, std::chrono::seconds time) {
  locks_.take(Lock::registration, task.registration_id);
  locks_.take(Lock::task);
  database_.change(
      "UPDATE registration STRAIGHT_JOIN task ON registration_id = registration.id"
      " SET task.state = 'parked', lease_owner = NULL, lease_until = NULL, reason = ?,"
      " not_before = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND,"
      " ticket_state = IF(kind = 'ticket' AND ticket_number IS NULL, 'parked', ticket_state)"
      // A mail that was cancelled while it was sent is not parked.
      " WHERE registration.id = ? AND task.id = ? AND task.state = 'due'",
      {truncate_reason(reason), microseconds(time), task.registration_id, task.id});
}

bool Tasks::retry(const std::string& ref, TaskKind kind) {
  locks_.take(Lock::registration);
  locks_.take(Lock::task);
  // A ticket task waits only because the ticket system may still be creating the ticket; a search
  // before that ends would lead to a second ticket.
  return database_.change(
             "UPDATE registration STRAIGHT_JOIN task ON registration_id = registration.id"
             " SET task.state = 'due', attempts = 0,"
             " not_before = IF(kind = 'ticket', GREATEST(not_before, UTC_TIMESTAMP(3)),"
             " UTC_TIMESTAMP(3)),"
             " ticket_state = IF(kind = 'ticket' AND ticket_state = 'parked', 'unknown',"
             " ticket_state)"
             " WHERE ref = ? AND kind = ? AND task.state IN ('due', 'parked')",
             {ref, name(kind)}) > 0;
}

void Tasks::purge_done() {
  // Some at a time, so that a sweep stays short: a regeneration queues every profile.
  database_.change(
      "DELETE FROM task WHERE state = 'done'"
      " AND not_before < UTC_TIMESTAMP(3) - INTERVAL 1 DAY LIMIT 1000");
}

std::vector<Waiting> Tasks::waiting(int count) {
  std::vector<Waiting> waiting;
  for (const auto& row :
       database_.query("SELECT ref, kind, task.state, IF(reason = '', profile_reason, reason),"
                       " DATE_FORMAT(task.created, '%Y-%m-%d %H:%i:%s'),"
                       " TIMESTAMPDIFF(SECOND, task.created, UTC_TIMESTAMP(3))"
                       " FROM task FORCE INDEX (due)"
                       " JOIN registration ON registration.id = registration_id"
                       " WHERE task.state = 'parked' OR (task.state = 'due'"
                       " AND (reason <> '' OR profile_reason <> '' OR task.created < "
                       "UTC_TIMESTAMP(3) - INTERVAL 30 SECOND))"
                       // The phones of a batch wait for one ticket.
                       " GROUP BY IF(kind = 'ticket' AND ticket_batch IS NOT NULL, ticket_batch,"
                       " task.id) ORDER BY MIN(task.id) LIMIT ?",
                       {count})) {
    waiting.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4),
                       std::chrono::seconds(row.number(5))});
  }
  return waiting;
}

}  // namespace spaconf
