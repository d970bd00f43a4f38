// SQL for registrations.
#include "store/registrations.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "base/login.h"
#include "base/text.h"
#include "store/batches.h"
#include "store/column_values.h"
#include "store/search_terms.h"

namespace spaconf {

namespace {

constexpr char insert[] =
    "INSERT INTO registration (ref, model, mac, active_mac, serial, hostname, inventory,"
    " settings, login,"
    " person_name, person_mail, person_telephone, person_room, person_department,"
    " profile_state, ticket_state, actor, search_terms, rollout, ticket_batch, created, updated)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, 0), NULLIF(?, ''),"
    " UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))";

std::vector<sql::Value> new_values(const Record& record, const std::vector<std::string>& terms) {
  const Registration& wanted = record.wanted;
  const Person& person = record.person;
  const sql::Value mac = mac_or_null(wanted.mac);
  return {record.ref,
          std::string(wanted.model->name),
          mac,
          mac,
          wanted.serial,
          wanted.hostname,
          wanted.inventory,
          joined(wanted.settings),
          wanted.login,
          person.name,
          person.mail,
          person.telephone,
          person.room,
          person.department,
          std::string(name(record.profile)),
          std::string(name(record.ticket)),
          record.actor,
          spaced(terms),
          record.rollout,
          record.ticket_batch};
}

}  // namespace

std::int64_t Registrations::add(const Record& record) {
  locks_.take(Lock::registration);
  const auto terms = index_terms(record);
  database_.change(insert, new_values(record, terms));
  const auto id = static_cast<std::int64_t>(database_.last_id());
  search_index_.add(id, terms);
  return id;
}

void Registrations::add_each(const std::vector<Record*>& records) {
  static const std::string select =
      "SELECT ref, id FROM registration WHERE ref IN (" + placeholders(batch_size) + ")";
  locks_.take(Lock::registration);
  std::vector<std::vector<sql::Value>> rows, term_rows;
  std::map<std::string, Record*> by_ref;
  for (Record* record : records) {
    rows.push_back(new_values(*record, index_terms(*record)));
    by_ref.emplace(record->ref, record);
  }
  database_.change_each(insert, rows);
  for (const auto& places : batches_of(records.size())) {
    std::vector<sql::Value> refs;
    for (std::size_t place : places) refs.emplace_back(records[place]->ref);
    for (const auto& row : database_.query(select, refs))
      by_ref.at(row.text(0))->id = row.number(1);
  }
  for (const Record* record : records) {
    for (const std::string& term : index_terms(*record)) term_rows.push_back({term, record->id});
  }
  search_index_.add_each(term_rows);
}

std::optional<SealedRecord> Registrations::find(const std::string& ref) { return reader_.one(ref); }

std::vector<SealedRecord> Registrations::find_all(const std::vector<std::string>& refs) {
  static const std::string condition = "WHERE ref IN (" + placeholders(batch_size) + ")";
  std::vector<SealedRecord> found;
  for (const auto& places : batches_of(refs.size())) {
    std::vector<sql::Value> values;
    for (std::size_t place : places) values.emplace_back(refs[place]);
    std::ranges::move(reader_.readable_rows(condition, values), std::back_inserter(found));
  }
  std::ranges::sort(found, {}, &Record::id);
  reader_.add_lines(found);
  return found;
}

std::vector<SealedRecord> Registrations::of_rollout(std::int64_t rollout) {
  auto found = reader_.readable_rows("WHERE rollout = ? ORDER BY id", {rollout});
  reader_.add_lines(found);
  return found;
}

bool Registrations::has(const std::string& ref) {
  return is_ascii(ref) &&
         !database_.query("SELECT 1 FROM registration WHERE ref = ?", {ref}).empty();
}

std::optional<LockedRecord> Registrations::locked(const std::string& condition,
                                                  const sql::Value& value) {
  auto found = reader_.rows("WHERE " + condition + " FOR UPDATE", {value});
  if (found.empty()) return {};
  // Asked for apart, so that no account is locked with it: those come later.
  reader_.add_lines(found);
  return LockedRecord(std::move(found[0]));
}

std::optional<LockedRecord> Registrations::lock(const std::string& ref) {
  if (!is_ascii(ref)) return {};
  locks_.take(Lock::registration);
  auto record = locked("ref = ?", ref);
  if (record) locks_.take(Lock::registration, record->id);
  return record;
}

std::optional<LockedRecord> Registrations::lock(std::int64_t registration) {
  locks_.take(Lock::registration, registration);
  return locked("id = ?", registration);
}

std::optional<LockedRecord> Registrations::lock_late(std::int64_t registration) {
  locks_.take_late(Lock::registration, registration);
  return locked("id = ?", registration);
}

void Registrations::change(const Record& after) {
  locks_.take(Lock::registration, after.id);
  const Registration& wanted = after.wanted;
  const Person& person = after.person;
  const sql::Value mac = mac_or_null(wanted.mac);
  const auto terms = index_terms(after);
  search_index_.replace(after.id, query_terms(after.search_terms), terms);
  database_.change(
      "UPDATE registration SET model = ?, mac = ?, active_mac = ?, serial = ?, hostname = ?,"
      " inventory = ?, settings = ?, login = ?, person_name = ?, person_mail = ?,"
      " person_telephone = ?, person_room = ?, person_department = ?, profile_state = ?,"
      " search_terms = ?, profile_reason = '', version = version + 1, generation = generation + 1,"
      " changed = UTC_TIMESTAMP(3), updated = UTC_TIMESTAMP(3) WHERE id = ?",
      {std::string(wanted.model->name), mac, mac, wanted.serial, wanted.hostname, wanted.inventory,
       joined(wanted.settings), wanted.login, person.name, person.mail, person.telephone,
       person.room, person.department, std::string(name(after.profile)), spaced(terms), after.id});
}

void Registrations::next_version(std::int64_t registration) {
  database_.change(
      "UPDATE registration SET version = version + 1, changed = UTC_TIMESTAMP(3),"
      " updated = UTC_TIMESTAMP(3) WHERE id = ?",
      {registration});
}

void Registrations::retire(const LockedRecord& before) {
  database_.change(
      "UPDATE registration SET state = 'retiring', active_mac = NULL, profile_reason = '',"
      " profile_state = IF(profile_state = 'none', 'none', 'pending'), version = version + 1,"
      " generation = generation + 1, changed = UTC_TIMESTAMP(3), updated = UTC_TIMESTAMP(3)"
      " WHERE id = ?",
      {before.id});
}

std::string Registrations::ref_of_mac(const Mac& mac) {
  auto rows = database_.query("SELECT ref FROM registration WHERE active_mac = ?", {mac.plain()});
  return rows.empty() ? "" : rows[0].text(0);
}

std::vector<Record> Registrations::latest(int count) {
  auto records = reader_.readable_rows("ORDER BY id DESC LIMIT ?", {count});
  return {records.begin(), records.end()};
}

std::string Registrations::first_login_of(const Person& person) {
  return first_logins_of({person}).front();
}

std::vector<std::string> Registrations::first_logins_of(const std::vector<Person>& people) {
  std::vector<sql::Value> logins;
  std::multimap<std::string, std::size_t> places;  // by login_key(), of the people
  const auto add = [&](const std::string& login, std::size_t place) {
    logins.emplace_back(login);
    places.emplace(login_key(login), place);
  };
  for (std::size_t place = 0; place < people.size(); ++place) {
    add(people[place].login, place);
    for (const std::string& other : people[place].other_logins) add(other, place);
  }
  std::map<std::int64_t, std::string> known;  // by id, the oldest first
  in_batches(logins, [&](const std::string& in_list, const auto& values) {
    for (const auto& row : database_.query(
             "SELECT id, login FROM registration WHERE login " + in_list + " AND state = 'live'",
             values)) {
      known.emplace(row.number(0), row.text(1));
    }
  });
  std::vector<std::string> first_logins(people.size());
  for (const auto& [id, login] : known) {
    // The column does not tell "dvorak" from "dvořák".
    const auto [begin, end] = places.equal_range(login_key(login));
    for (auto at = begin; at != end; ++at) {
      if (first_logins[at->second].empty()) first_logins[at->second] = login;
    }
  }
  return first_logins;
}

std::vector<std::string> Registrations::unreadable(int most) {
  std::vector<std::string> reasons;
  for (const auto& row : database_.query("SELECT ref, model FROM registration WHERE state <> "
                                         "'retired' AND NOT " +
                                             is_readable() + " ORDER BY id LIMIT ?",
                                         {most})) {
    reasons.push_back(row.text(0) + (find_model(row.text(1))
                                         ? " has a profile and no MAC address"
                                         : " has the unknown model " + row.text(1)));
  }
  return reasons;
}

}  // namespace spaconf
