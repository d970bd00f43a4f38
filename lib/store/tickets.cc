// SQL for the tickets of registrations.
#include "store/tickets.h"

#include "store/batches.h"
#include "store/column_values.h"

namespace spaconf {
namespace {

/// Its ticket is to be looked at: no task is about to open it again, and none has read its status
/// since.
std::string is_open() {
  return "ticket_state = 'done' AND registration.state <> 'retired' AND NOT ticket_settled"
         " AND ticket_checked_at < UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE AND NOT " +
         has_task("ticket", "'due', 'parked'");
}

}  // namespace

void Tickets::enqueue(std::int64_t registration) {
  locks_.take(Lock::task);
  database_.change(
      "INSERT INTO task (registration_id, kind, generation, note, not_before, created)"
      " SELECT id, 'ticket', generation, '', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)"
      " FROM registration WHERE id = ? ON DUPLICATE KEY UPDATE state = 'due', attempts = 0,"
      " batch_text = NULL, not_before = VALUES(not_before), created = VALUES(created), reason = '',"
      " lease_owner = NULL, lease_until = NULL",
      {registration});
}

void Tickets::lost(std::int64_t registration) {
  locks_.take(Lock::registration, registration);
  database_.change(
      "UPDATE registration SET ticket_state = 'pending', ticket_number = NULL, ticket_status = ''"
      " WHERE id = ?",
      {registration});
}

bool Tickets::done(const Task& task, const TicketLeft& ticket) {
  locks_.take(Lock::registration, task.registration_id);
  locks_.take(Lock::task);
  database_.change(
      "UPDATE registration STRAIGHT_JOIN task ON registration_id = registration.id"
      " SET task.state = 'done', lease_owner = NULL, lease_until = NULL, reason = '',"
      " ticket_state = 'done', ticket_number = ?, ticket_status = ?,"
      " ticket_mail = ?, ticket_requestor = ?, ticket_checked_at = UTC_TIMESTAMP(3)"
      " WHERE registration.id = ? AND task.id = ?",
      {ticket.number, ticket.status.name, ticket.mail, ticket.requestor, task.registration_id,
       task.id});
  finish_parked(task);
  return settle(task.registration_id, ticket.status.is_settled);
}

void Tickets::not_needed(const Task& task) {
  locks_.take(Lock::registration, task.registration_id);
  locks_.take(Lock::task);
  database_.change(
      "UPDATE registration STRAIGHT_JOIN task ON registration_id = registration.id"
      " SET task.state = 'done', lease_owner = NULL, lease_until = NULL, reason = '',"
      " ticket_state = 'none' WHERE registration.id = ? AND task.id = ?",
      {task.registration_id, task.id});
  finish_parked(task);
}

void Tickets::finish_parked(const Task& task) {
  database_.change(
      "UPDATE task SET state = 'done', reason = ''"
      " WHERE registration_id = ? AND kind = 'ticket' AND state = 'parked' AND note = ''",
      {task.registration_id});
}

std::vector<std::int64_t> Tickets::open(int count) {
  return numbers_in(database_.query("SELECT ticket_number FROM registration WHERE " + is_open() +
                                        " GROUP BY ticket_number"
                                        " ORDER BY MIN(ticket_checked_at) LIMIT ?",
                                    {count}));
}

void Tickets::still_open(std::int64_t number, const std::string& status) {
  database_.change(
      "UPDATE registration SET ticket_status = ?, ticket_checked_at = UTC_TIMESTAMP(3)"
      " WHERE ticket_number = ? AND " +
          is_open(),
      {status, number});
}

void Tickets::not_found_out(std::int64_t number) {
  database_.change(
      "UPDATE registration SET ticket_checked_at = UTC_TIMESTAMP(3) WHERE ticket_number = ? AND " +
          is_open(),
      {number});
}

std::vector<std::int64_t> Tickets::settled(std::int64_t number, const std::string& status,
                                           int most) {
  std::vector<std::int64_t> settled;
  for (const std::int64_t registration :
       numbers_in(database_.query("SELECT id FROM registration WHERE ticket_number = ? AND " +
                                      is_open() + " ORDER BY id LIMIT ?",
                                  {number, most}))) {
    locks_.take(Lock::registration, registration);
    const auto changed = database_.change(
        "UPDATE registration SET ticket_settled = TRUE, ticket_status = ?,"
        " ticket_checked_at = UTC_TIMESTAMP(3) WHERE id = ? AND ticket_number = ? AND " +
            is_open(),
        {status, registration, number});
    if (changed > 0) settled.push_back(registration);
  }
  return settled;
}

bool Tickets::settle(std::int64_t registration, bool is_settled) {
  const auto tasks = database_.query(
      "SELECT 1 FROM task WHERE registration_id = ? AND kind = 'ticket' AND state <> 'done'"
      " FOR UPDATE",
      {registration});
  const std::int64_t now = is_settled && tasks.empty() ? 1 : 0;
  const bool is_changed =
      database_.change(
          "UPDATE registration SET ticket_settled = ? WHERE id = ? AND ticket_settled <> ?",
          {now, registration, now}) > 0;
  return now && is_changed;
}

std::vector<Record> Tickets::idle_after(std::int64_t after, int most) {
  auto records = reader_.rows("WHERE id > ? AND " + is_readable() +
                                  " AND ticket_state = 'done' AND ticket_number IS NOT NULL"
                                  " AND ticket_batch IS NULL AND NOT " +
                                  has_task("ticket", "'due'") + " ORDER BY id LIMIT ?",
                              {after, most});
  return {records.begin(), records.end()};
}

bool Tickets::is_as_before(const Record& record) {
  const auto found = idle_after(record.id - 1, 1);
  return !found.empty() && found[0].id == record.id && found[0].version == record.version &&
         found[0].ticket_number == record.ticket_number;
}

}  // namespace spaconf
