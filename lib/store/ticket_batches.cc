// The SQL of ticket batches: which are due, who has leased one, which phones a text tells of.
// A text tells of every task with its number or an earlier one that is not done: what was parked
// with an earlier text is told with the next one.
#include "store/ticket_batches.h"

#include <map>

#include "base/crypto.h"
#include "base/text.h"
#include "store/batches.h"
#include "store/column_values.h"

namespace spaconf {
namespace {

/// A phone waits at most so many rests of its batch.
constexpr int most_rests = 10;
/// Of how many phones one text tells. Statements about them end within the time limit.
constexpr int most_in_text = 5000;
/// The width of the column for titles, in characters.
constexpr std::size_t longest_title = 255;

constexpr char columns[] =
    "SELECT ticket_batch.id, ticket_batch.ref, origin, title, ticket_batch.actor,"
    " ticket_batch.login, texts, ticket_batch.ticket_number, ticket_batch.ticket_mail,"
    " ticket_batch.ticket_requestor, ticket_batch.attempts FROM ticket_batch";

/// In SQL: the ticket tasks of the batch that a text tells of. Its values are the batch's reference
/// and the text's number.
constexpr char of_text[] =
    " registration.ticket_batch = ? AND kind = 'ticket' AND task.state IN ('due', 'parked')"
    " AND batch_text <= ?";

constexpr char tasks_of_phones[] =
    "registration STRAIGHT_JOIN task ON registration_id = registration.id";

TicketBatch batch_of(const sql::Row& row) {
  return {.id = row.number(0),
          .ref = row.text(1),
          .origin = BatchOrigin(place_of(row.text(2), batch_origins)),
          .title = row.text(3),
          .actor = row.text(4),
          .login = row.text(5),
          .texts = static_cast<int>(row.number(6)),
          .number = row.number(7),
          .mail = row.text(8),
          .requestor = row.text(9),
          .attempts = static_cast<int>(row.number(10))};
}

std::int64_t microseconds(std::chrono::seconds time) {
  return std::chrono::microseconds(time).count();
}

/// In SQL, about a row of ticket_batch: it has a ticket, no worker has leased it, nothing is due.
std::string is_idle() {
  return "ticket_batch.ticket_number IS NOT NULL AND NOT is_to_be_checked"
         " AND (lease_until IS NULL OR lease_until <= UTC_TIMESTAMP(3))"
         " AND NOT EXISTS (SELECT 1 FROM registration JOIN task ON registration_id ="
         " registration.id WHERE registration.ticket_batch = ticket_batch.ref"
         " AND kind = 'ticket' AND task.state = 'due')";
}

}  // namespace

std::string TicketBatches::ref_of(const TicketBatch& batch) {
  const auto ask = [&] {
    const auto rows =
        database_.query("SELECT ref FROM ticket_batch WHERE request_key = ? AND actor = ?",
                        {batch.request_key, batch.actor});
    return rows.empty() ? "" : rows[0].text(0);
  };
  if (std::string ref = ask(); !ref.empty()) return ref;
  database_.change(
      "INSERT INTO ticket_batch (ref, origin, title, actor, login, request_key, not_before,"
      " created) VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))"
      " ON DUPLICATE KEY UPDATE id = id",
      {random_ref(), std::string(name(batch.origin)),
       std::string(beginning(only_utf8(batch.title), longest_title)), batch.actor, batch.login,
       batch.request_key});
  return ask();
}

bool TicketBatches::has(const std::string& ref) {
  return is_ascii(ref) &&
         !database_.query("SELECT 1 FROM ticket_batch WHERE ref = ?", {ref}).empty();
}

std::vector<TicketBatch> TicketBatches::found(const std::string& rest,
                                              const std::vector<sql::Value>& values) {
  std::vector<TicketBatch> batches;
  for (const auto& row : database_.query(columns + rest, values)) batches.push_back(batch_of(row));
  return batches;
}

std::vector<TicketBatch> TicketBatches::due(int count, std::chrono::seconds rest) {
  const std::int64_t at_least = microseconds(rest), at_most = at_least * most_rests;
  return found(
      " LEFT JOIN (SELECT registration.ticket_batch AS of_batch, MIN(task.created) AS first,"
      " MAX(task.created) AS last, MAX(batch_text) AS begun FROM task"
      " JOIN registration ON registration.id = registration_id"
      " WHERE task.state = 'due' AND kind = 'ticket' AND registration.ticket_batch IS NOT NULL"
      " GROUP BY registration.ticket_batch) AS waiting ON of_batch = ticket_batch.ref"
      " WHERE not_before <= UTC_TIMESTAMP(3)"
      " AND (lease_until IS NULL OR lease_until <= UTC_TIMESTAMP(3))"
      " AND (is_to_be_checked OR begun IS NOT NULL"
      " OR last <= UTC_TIMESTAMP(3) - INTERVAL ? MICROSECOND"
      " OR first <= UTC_TIMESTAMP(3) - INTERVAL ? MICROSECOND) ORDER BY not_before, id LIMIT ?",
      {at_least, at_most, count});
}

std::optional<TicketBatch> TicketBatches::lease(const TicketBatch& batch, const std::string& owner,
                                                std::chrono::seconds time) {
  const auto leased = database_.change(
      "UPDATE ticket_batch SET lease_owner = ?,"
      " lease_until = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND WHERE id = ?"
      " AND (lease_until IS NULL OR lease_until <= UTC_TIMESTAMP(3))",
      {owner, microseconds(time), batch.id});
  if (leased == 0) return {};
  TicketBatch ours = found(" WHERE id = ?", {batch.id}).at(0);
  ours.owner = owner;
  return ours;
}

bool TicketBatches::renew(const TicketBatch& batch, std::chrono::seconds time) {
  return database_.change(
             "UPDATE ticket_batch SET lease_until = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND"
             " WHERE id = ? AND lease_owner = ?",
             {microseconds(time), batch.id, batch.owner}) > 0;
}

/// Locks its row, and is about to lock those of its phones and their tasks. False when it is not
/// ours any more.
bool TicketBatches::lock_leased(const TicketBatch& batch) {
  locks_.take(Lock::ticket_batch, batch.id);
  if (database_
          .query("SELECT 1 FROM ticket_batch WHERE id = ? AND lease_owner = ? FOR UPDATE",
                 {batch.id, batch.owner})
          .empty()) {
    return false;
  }
  locks_.take(Lock::registration);
  locks_.take(Lock::task);
  return true;
}

std::optional<int> TicketBatches::begin_text(const TicketBatch& batch) {
  if (!lock_leased(batch)) return {};
  const auto begun = database_.query(
      std::string("SELECT MIN(batch_text) FROM ") + tasks_of_phones +
          " WHERE registration.ticket_batch = ? AND kind = 'ticket' AND task.state = 'due'",
      {batch.ref});
  if (!begun[0].is_null(0)) return static_cast<int>(begun[0].number(0));
  if (batch.texts == 0) {
    database_.change(std::string("UPDATE ") + tasks_of_phones +
                         " SET task.state = 'done', ticket_state = 'none'"
                         " WHERE registration.ticket_batch = ? AND registration.state <> 'live'"
                         " AND kind = 'ticket' AND task.state = 'due'",
                     {batch.ref});
  }
  const int text = batch.texts + 1;
  const auto count = database_.change(
      std::string("UPDATE ") + tasks_of_phones +
          " SET batch_text = ?,"
          " ticket_state = IF(ticket_number IS NULL, 'unknown', ticket_state)"
          " WHERE registration.ticket_batch = ? AND kind = 'ticket' AND task.state = 'due'"
          " ORDER BY registration.id LIMIT ?",
      {text, batch.ref, most_in_text});
  if (count == 0) return 0;
  database_.change("UPDATE ticket_batch SET texts = ? WHERE id = ?", {text, batch.id});
  return text;
}

PhonesInText TicketBatches::phones_in_text(const TicketBatch& batch, int text, int most) {
  PhonesInText found = phones_where(std::string("id IN (SELECT registration.id FROM ") +
                                        tasks_of_phones + " WHERE" + of_text + ")",
                                    {batch.ref, text}, most);
  add_notes(found, text);
  return found;
}

PhonesInText TicketBatches::live_phones(const TicketBatch& batch, int text, int most) {
  return phones_where(
      "ticket_batch = ? AND state = 'live' AND NOT EXISTS (SELECT 1 FROM task"
      " WHERE registration_id = registration.id AND kind = 'ticket' AND task.state = 'due'"
      " AND (batch_text IS NULL OR batch_text > ?))",
      {batch.ref, text}, most);
}

bool TicketBatches::tells_of_retired(const TicketBatch& batch, int text) {
  return !database_
              .query(std::string("SELECT 1 FROM ") + tasks_of_phones + " WHERE" + of_text +
                         " AND registration.state <> 'live' LIMIT 1",
                     {batch.ref, text})
              .empty();
}

PhonesInText TicketBatches::phones_where(const std::string& condition,
                                         std::vector<sql::Value> values, int most) {
  PhonesInText found;
  found.count =
      database_.query("SELECT COUNT(*) FROM registration WHERE " + condition, values)[0].number(0);
  values.emplace_back(most);
  auto records = reader_.readable_rows("WHERE " + condition + " ORDER BY id LIMIT ?", values);
  reader_.add_lines(records);
  for (SealedRecord& record : records) found.phones.push_back({std::move(record), {}});
  return found;
}

void TicketBatches::add_notes(PhonesInText& phones, int text) {
  std::map<std::int64_t, PhoneInText*> by_id;
  std::vector<std::int64_t> ids;
  for (PhoneInText& phone : phones.phones) {
    by_id[phone.record.id] = &phone;
    ids.push_back(phone.record.id);
  }
  in_batches(ids, [&](const std::string& in_list, const std::vector<sql::Value>& numbers) {
    auto values = numbers;
    values.emplace_back(text);
    for (const auto& row : database_.query(
             "SELECT registration_id, note FROM task WHERE registration_id " + in_list +
                 " AND kind = 'ticket' AND state IN ('due', 'parked') AND batch_text <= ?"
                 " AND note <> '' ORDER BY registration_id, generation",
             values)) {
      by_id.at(row.number(0))->notes.push_back(row.text(1));
    }
  });
}

bool TicketBatches::not_needed(const TicketBatch& batch, int text) {
  if (!lock_leased(batch)) return false;
  database_.change(std::string("UPDATE ") + tasks_of_phones +
                       " SET task.state = 'done', reason = '', ticket_state = 'none' WHERE" +
                       of_text,
                   {batch.ref, text});
  give_back(batch);
  return true;
}

void TicketBatches::give_back(const TicketBatch& batch) {
  database_.change(
      "UPDATE ticket_batch SET is_to_be_checked = FALSE, attempts = 0, lease_owner = NULL,"
      " lease_until = NULL WHERE id = ?",
      {batch.id});
}

std::optional<std::vector<std::string>> TicketBatches::done(const TicketBatch& batch, int text,
                                                            const TicketLeft& ticket) {
  if (!lock_leased(batch)) return {};
  auto refs =
      texts_in(database_.query(std::string("SELECT DISTINCT ref FROM ") + tasks_of_phones +
                                   " WHERE" + of_text + " ORDER BY registration.id FOR UPDATE",
                               {batch.ref, text}));
  // What the ticket was told of is settled only when the ticket is settled after that.
  database_.change(
      std::string("UPDATE ") + tasks_of_phones +
          " SET task.state = 'done', reason = '', ticket_state = 'done',"
          " ticket_number = ?, ticket_status = ?, ticket_settled = FALSE,"
          " ticket_mail = ?, ticket_requestor = ?,"
          " ticket_checked_at = UTC_TIMESTAMP(3) WHERE" +
          of_text,
      {ticket.number, ticket.status.name, ticket.mail, ticket.requestor, batch.ref, text});
  if (batch.number != 0 && batch.number != ticket.number) {
    database_.change(
        "UPDATE registration SET ticket_number = ?, ticket_settled = FALSE"
        " WHERE ticket_batch = ? AND ticket_number = ? AND state <> 'retired'",
        {ticket.number, batch.ref, batch.number});
  }
  database_.change(
      "UPDATE ticket_batch SET ticket_number = ?, ticket_mail = ?, ticket_requestor = ?"
      " WHERE id = ?",
      {ticket.number, ticket.mail, ticket.requestor, batch.id});
  give_back(batch);
  return refs;
}

bool TicketBatches::put_off(const TicketBatch& batch, int text, std::chrono::seconds time,
                            const std::string& reason, bool counts) {
  if (!lock_leased(batch)) return false;
  const bool is_certain = !counts && batch.attempts == 0;
  database_.change(std::string("UPDATE ") + tasks_of_phones +
                       " SET reason = ?, ticket_state = IF(? = 1 AND ticket_number IS NULL,"
                       " 'pending', ticket_state) WHERE" +
                       of_text,
                   {truncate_reason(reason), is_certain ? 1 : 0, batch.ref, text});
  database_.change(
      "UPDATE ticket_batch SET attempts = attempts + ?, lease_owner = NULL, lease_until = NULL,"
      " not_before = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND WHERE id = ?",
      {counts ? 1 : 0, microseconds(time), batch.id});
  return true;
}

bool TicketBatches::park(const TicketBatch& batch, int text, const std::string& reason,
                         std::chrono::seconds time) {
  if (!lock_leased(batch)) return false;
  database_.change(std::string("UPDATE ") + tasks_of_phones +
                       " SET task.state = 'parked', reason = ?,"
                       " ticket_state = IF(ticket_number IS NULL, 'parked', ticket_state) WHERE" +
                       of_text,
                   {truncate_reason(reason), batch.ref, text});
  give_back(batch);
  database_.change(
      "UPDATE ticket_batch SET not_before = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND WHERE id = ?",
      {microseconds(time), batch.id});
  return true;
}

std::vector<TicketBatch> TicketBatches::idle_after(std::int64_t after, int most) {
  return found(" WHERE ticket_batch.id > ? AND " + is_idle() + " ORDER BY ticket_batch.id LIMIT ?",
               {after, most});
}

bool TicketBatches::has_live_phones(const TicketBatch& batch) {
  return !database_
              .query(
                  "SELECT 1 FROM registration WHERE ticket_batch = ? AND state <> 'retired'"
                  " LIMIT 1",
                  {batch.ref})
              .empty();
}

bool TicketBatches::lock_if_idle(const TicketBatch& batch) {
  locks_.take(Lock::ticket_batch, batch.id);
  return !database_
              .query("SELECT id FROM ticket_batch WHERE id = ? AND ticket_number = ? AND " +
                         is_idle() + " FOR UPDATE",
                     {batch.id, batch.number})
              .empty();
}

void TicketBatches::lost(const TicketBatch& batch) {
  locks_.take(Lock::ticket_batch, batch.id);
  database_.change(
      "UPDATE ticket_batch SET ticket_number = NULL, ticket_mail = '', ticket_requestor = ''"
      " WHERE id = ?",
      {batch.id});
  locks_.take(Lock::registration);
  database_.change(
      "UPDATE registration SET ticket_state = 'pending', ticket_number = NULL, ticket_status = ''"
      " WHERE ticket_batch = ? AND state = 'live'",
      {batch.ref});
  locks_.take(Lock::task);
  database_.change(
      "INSERT INTO task (registration_id, kind, generation, note, of_batch, not_before, created)"
      " SELECT id, 'ticket', generation, '', TRUE, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)"
      " FROM registration WHERE ticket_batch = ? AND state = 'live'"
      " ON DUPLICATE KEY UPDATE state = 'due', attempts = 0, batch_text = NULL,"
      " not_before = VALUES(not_before), created = VALUES(created), reason = ''",
      {batch.ref});
}

void TicketBatches::check(const TicketBatch& batch) {
  locks_.take(Lock::ticket_batch, batch.id);
  database_.change("UPDATE ticket_batch SET is_to_be_checked = TRUE WHERE id = ?", {batch.id});
}

}  // namespace spaconf
