// SQL for events and their positions.
#include "store/events.h"

#include <algorithm>

#include "base/crypto.h"
#include "store/batches.h"
#include "store/column_values.h"
#include "store/purge.h"

namespace spaconf {
namespace {

std::string name(EventType type) {
  return std::string(std::ranges::find(event_type_names, type, &EventTypeName::type)->name);
}

std::vector<Event> events_in(const std::vector<sql::Row>& rows) {
  std::vector<Event> events;
  for (const auto& row : rows) {
    events.push_back({.position = row.number(0),
                      .id = row.text(1),
                      .type = row.text(2),
                      .at = row.text(3),
                      .ref = row.text(4),
                      .login = row.text(5),
                      .version = static_cast<int>(row.number(6)),
                      .mac = row.text(7),
                      .action = row.text(8),
                      .actor = row.text(9)});
  }
  return events;
}

constexpr char select[] =
    "SELECT position, public_id, type, DATE_FORMAT(at, '%Y-%m-%d %H:%i:%s'), ref, login, version,"
    " COALESCE(mac, ''), action, actor FROM event ";

}  // namespace

void Events::add(EventType type, std::int64_t registration, const EventOrigin& origin) {
  add_if("TRUE", type, registration, origin);
}

void Events::add_each(EventType type, const std::vector<const Record*>& records,
                      const EventOrigin& origin) {
  std::vector<std::vector<sql::Value>> rows;
  for (const Record* record : records) {
    locks_.take(Lock::registration, record->id);
    rows.push_back({random_key(), name(type), record->ref, std::int64_t(record->version),
                    record->wanted.login, mac_or_null(record->wanted.mac), origin.action,
                    origin.actor});
  }
  database_.change_each(
      "INSERT INTO event (public_id, type, at, ref, version, login, mac, action, actor)"
      " VALUES (?, ?, UTC_TIMESTAMP(3), ?, ?, ?, ?, ?, ?)",
      rows);
}

void Events::add_if(const std::string& condition, EventType type, std::int64_t registration,
                    const EventOrigin& origin) {
  locks_.take(Lock::registration, registration);
  // Without the lock the event could tell what the registration was before a change that is about
  // to be committed, and yet come after the event of that change.
  database_.change(
      "INSERT INTO event (public_id, type, at, ref, version, login, mac, action, actor)"
      " SELECT ?, ?, UTC_TIMESTAMP(3), ref, version, login, mac, ?, ? FROM registration"
      " WHERE id = ? AND " +
          condition + " FOR UPDATE",
      {random_key(), name(type), origin.action, origin.actor, registration});
}

void Events::add_first(EventType type, const std::vector<std::int64_t>& registrations) {
  std::vector<std::int64_t> without;
  in_batches(registrations, [&](const std::string& in_list, const auto& numbers) {
    std::vector<sql::Value> values{name(type)};
    values.insert(values.end(), numbers.begin(), numbers.end());
    const auto found =
        numbers_in(database_.query("SELECT id FROM registration LEFT JOIN first_event"
                                   " ON registration_id = registration.id AND type = ?"
                                   " WHERE registration_id IS NULL AND registration.id " +
                                       in_list + " ORDER BY id",
                                   values));
    without.insert(without.end(), found.begin(), found.end());
  });
  for (const std::int64_t each : without) {
    // Another worker may have observed it meanwhile.
    const bool is_first =
        database_.change("INSERT IGNORE INTO first_event (registration_id, type) VALUES (?, ?)",
                         {each, name(type)}) > 0;
    // It may have been retired since it was observed.
    if (is_first) add_if("state = 'live'", type, each, {});
  }
}

bool Events::are_unnumbered() {
  return !database_.query("SELECT 1 FROM event WHERE position IS NULL LIMIT 1").empty();
}

std::vector<NumberedEvent> Events::number(int most) {
  // The lock comes before the first look at the events, which shows all that was committed then.
  std::int64_t last =
      database_.query("SELECT last FROM event_position WHERE id = 1 FOR UPDATE").at(0).number(0);
  std::vector<NumberedEvent> numbered;
  for (const auto& row : database_.query(
           "SELECT id, type FROM event WHERE position IS NULL ORDER BY id LIMIT ?", {most})) {
    numbered.push_back({.position = ++last, .type = row.text(1)});
    database_.change("UPDATE event SET position = ? WHERE id = ?", {last, row.number(0)});
  }
  database_.change("UPDATE event_position SET last = ? WHERE id = 1", {last});
  return numbered;
}

std::vector<Event> Events::after(std::int64_t position, int most) {
  static const std::string question =
      std::string(select) + "WHERE position > ? ORDER BY position LIMIT ?";
  return events_in(database_.query(question, {position, most}));
}

std::optional<Event> Events::at(std::int64_t position) {
  static const std::string question = std::string(select) + "WHERE position = ?";
  auto found = events_in(database_.query(question, {position}));
  if (found.empty()) return {};
  return std::move(found.front());
}

std::int64_t Events::last() {
  return database_.query("SELECT last FROM event_position WHERE id = 1").at(0).number(0);
}

std::int64_t Events::last_purged() {
  return database_
      .query("SELECT COALESCE((SELECT MIN(position) - 1 FROM event), last) FROM event_position")
      .at(0)
      .number(0);
}

std::uint64_t Events::purge(std::chrono::days age) {
  return purge_older(database_, "event", "at", age);
}

}  // namespace spaconf
