// Reads everything that was observed of one phone.
// A page needs this, so one query reads all tables. The latest of the few rows are chosen here,
// because sorting in the database would cost more than the rest of the query.
#include "status/observations.h"

namespace spaconf {

PhoneObservations observe(Services& services, const Record& record,
                          const std::vector<Contact>& contacts) {
  // A log has whole seconds, and its server's clock may differ from the database's.
  constexpr char question[] =
      "SELECT DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%d %H:%i:%s'),"
      " DATE_FORMAT(at, '%Y-%m-%d %H:%i:%s'), address,"
      " DATE_FORMAT(since, '%Y-%m-%d %H:%i:%s'), DATE_FORMAT(missing, '%Y-%m-%d %H:%i:%s'),"
      " COALESCE(task.id, 0), task.kind, task.reason FROM registration"
      " LEFT JOIN fetched ON fetched.mac = active_mac AND at >= registration.created - INTERVAL 5 "
      "SECOND"
      " LEFT JOIN presence ON presence.registration_id = registration.id"
      " LEFT JOIN task ON task.registration_id = registration.id AND task.state = 'parked'"
      " WHERE registration.id = ?";
  PhoneObservations seen;
  std::int64_t latest_task = 0;
  seen.fetches_are_known = services.fetches.are_known() && record.wanted.mac;
  for (const auto& row : services.database.query(question, {record.id})) {
    seen.now = row.text(0);
    seen.on_line_since = row.text(3);
    seen.missing_since = row.text(4);
    if (!row.is_null(1) && (!seen.fetched || seen.fetched->at < row.text(1))) {
      seen.fetched = Fetched{row.text(1), row.text(2)};
    }
    if (row.number(5) <= latest_task) continue;
    latest_task = row.number(5);
    seen.stuck = row.text(6);
    seen.stuck_reason = row.text(7);
  }
  if (contacts.empty()) return seen;
  const auto phone = marks_of(record, seen.fetched ? seen.fetched->address : "");
  auto [own, doubtful] = contacts_of(contacts, phone, siblings_of(services, record));
  seen.contacts = std::move(own);
  seen.doubtful = std::move(doubtful);
  return seen;
}

std::vector<Marks> siblings_of(Services& services, const Record& record) {
  std::vector<Marks> siblings;
  for (const auto& row : services.database.query(
           "SELECT DISTINCT registration.id, model, COALESCE(active_mac, ''), serial,"
           " (SELECT address FROM fetched WHERE mac = active_mac ORDER BY at DESC LIMIT 1)"
           " FROM line own JOIN line other ON other.account_id = own.account_id"
           " JOIN registration ON registration.id = other.registration_id"
           " WHERE own.registration_id = ? AND registration.id <> own.registration_id"
           " AND state = 'live'",
           {record.id})) {
    const Model* model = find_model(row.text(1));
    if (model) siblings.push_back({model, row.text(2), row.text(3), row.text(4)});
  }
  return siblings;
}

std::vector<AuditEntry> audit_trail(Services& services, const std::string& ref, int count) {
  std::vector<AuditEntry> story;
  for (const auto& row : services.database.query(
           "SELECT DATE_FORMAT(at, '%Y-%m-%d %H:%i:%s'), actor, action, detail FROM audit"
           " WHERE ref = ? ORDER BY id DESC LIMIT ?",
           {ref, count})) {
    story.push_back({row.text(0), row.text(1), row.text(2), row.text(3)});
  }
  return story;
}

}  // namespace spaconf
