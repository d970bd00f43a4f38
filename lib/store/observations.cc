// SQL for what was observed of phones.
#include "store/observations.h"

#include "store/batches.h"

namespace spaconf {
// One question for all tables, since a page asks it. Of the few rows that come the latest are
// chosen here: put in order by the database, they would cost more than all else of it.
Observed Observations::of(std::int64_t registration) {
  // A log has whole seconds, and its server may have another clock than the database.
  constexpr char question[] =
      "SELECT DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%d %H:%i:%s'),"
      " DATE_FORMAT(at, '%Y-%m-%d %H:%i:%s'), address,"
      " DATE_FORMAT(since, '%Y-%m-%d %H:%i:%s'), DATE_FORMAT(missing, '%Y-%m-%d %H:%i:%s'),"
      " COALESCE(task.id, 0), task.kind, task.reason FROM registration"
      " LEFT JOIN profile_fetch ON profile_fetch.mac = active_mac"
      " AND at >= registration.created - INTERVAL 5 SECOND"
      " LEFT JOIN online ON online.registration_id = registration.id"
      " LEFT JOIN task ON task.registration_id = registration.id AND task.state = 'parked'"
      " AND task.kind <> 'mail'"
      " WHERE registration.id = ?";
  Observed seen;
  std::int64_t latest_task = 0;
  for (const auto& row : database_.query(question, {registration})) {
    seen.now = row.text(0);
    seen.online_since = row.text(3);
    seen.missing_since = row.text(4);
    if (!row.is_null(1) && (!seen.fetched || seen.fetched->at < row.text(1))) {
      seen.fetched = Fetched{row.text(1), row.text(2)};
    }
    if (row.number(5) <= latest_task) continue;
    latest_task = row.number(5);
    seen.parked_task = row.text(6);
    seen.parked_reason = row.text(7);
  }
  return seen;
}

std::vector<PhoneMarks> Observations::siblings_of(std::int64_t registration) {
  std::vector<PhoneMarks> siblings;
  for (const auto& row : database_.query(
           "SELECT DISTINCT registration.id, model, COALESCE(active_mac, ''), serial,"
           " (SELECT address FROM profile_fetch WHERE mac = active_mac ORDER BY at DESC LIMIT 1)"
           " FROM line own JOIN line other ON other.account_id = own.account_id"
           " JOIN registration ON registration.id = other.registration_id"
           " WHERE own.registration_id = ? AND registration.id <> own.registration_id"
           " AND state = 'live'",
           {registration})) {
    const Model* model = find_model(row.text(1));
    if (model) siblings.push_back({model, row.text(2), row.text(3), row.text(4)});
  }
  return siblings;
}

std::string Observations::now() {
  return database_.query("SELECT DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%d %H:%i:%s')").at(0).text(0);
}

std::vector<AccountUser> Observations::phones_of(const std::vector<std::string>& users,
                                                 const std::string& domain) {
  static const std::string question =
      "SELECT registration.id, user, model, online.since IS NOT NULL AND online.missing IS NULL,"
      " (SELECT address FROM profile_fetch WHERE mac = active_mac ORDER BY at DESC LIMIT 1),"
      " COALESCE(active_mac, ''), serial"
      " FROM account JOIN line ON account_id = account.id"
      " JOIN registration ON registration.id = line.registration_id"
      " LEFT JOIN online ON online.registration_id = registration.id"
      " WHERE state = 'live' AND domain = ? AND user_lower IN (" +
      placeholders(batch_size) + ")";
  std::vector<sql::Value> values{domain};
  const auto places = batches_of(users.size()).front();
  for (std::size_t place : places) values.emplace_back(users[place]);
  std::vector<AccountUser> found;
  for (const auto& row : database_.query(question, values)) {
    found.push_back({.registration = row.number(0),
                     .user = row.text(1),
                     .phone = {find_model(row.text(2)), row.text(5), row.text(6), row.text(4)},
                     .was_online = row.number(3) != 0});
  }
  return found;
}

void Observations::came_online(const std::vector<std::pair<std::int64_t, std::string>>& arrivals) {
  static const std::string statement =
      "INSERT INTO online (registration_id, since) VALUES " + placeholders(batch_size, "(?, ?)") +
      " ON DUPLICATE KEY UPDATE since = VALUES(since), missing = NULL";
  for (const auto& places : batches_of(arrivals.size())) {
    std::vector<std::int64_t> registrations;
    std::vector<sql::Value> values;
    for (std::size_t place : places) {
      const auto& [registration, since] = arrivals[place];
      registrations.push_back(registration);
      values.emplace_back(registration);
      values.emplace_back(since);
    }
    database_.transact([&] {
      // Before the rows of `online`, which a change of the phone locks after the registration.
      events_.add_first(EventType::online, registrations);
      database_.change(statement, values);
    });
  }
}

std::vector<std::int64_t> Observations::online_after(std::int64_t after, int most) {
  return numbers_in(
      database_.query("SELECT registration_id FROM online WHERE missing IS NULL"
                      " AND registration_id > ? ORDER BY registration_id LIMIT ?",
                      {after, most}));
}

void Observations::went_offline(const std::vector<std::int64_t>& registrations,
                                const std::string& before) {
  in_batches(registrations, [&](const std::string& in_list, const auto& numbers) {
    std::vector<sql::Value> values{before};
    values.insert(values.end(), numbers.begin(), numbers.end());
    database_.change(
        "UPDATE online SET missing = UTC_TIMESTAMP() WHERE missing IS NULL AND since < ?"
        " AND registration_id " +
            in_list,
        values);
  });
}

void Observations::forget_online(std::int64_t registration) {
  database_.change("DELETE FROM online WHERE registration_id = ?", {registration});
}

}  // namespace spaconf
