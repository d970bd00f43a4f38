// Every statement about our own tables stands here. Passwords go in sealed, bound to
// the account's name, so that a row copied over another cannot be opened.
#include "registration/ledger.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/text.h"

namespace spaconf {
namespace {

const char* name(ProfileState state) {
  switch (state) {
    case ProfileState::none: return "none";
    case ProfileState::pending: return "pending";
    default: return "done";
  }
}

ProfileState profile_state(const std::string& text) {
  if (text == "none") return ProfileState::none;
  return text == "done" ? ProfileState::done : ProfileState::pending;
}

TicketState ticket_state(const std::string& text) {
  if (text == "unknown") return TicketState::unknown;
  if (text == "done") return TicketState::done;
  return text == "parked" ? TicketState::parked : TicketState::pending;
}

std::string about(const std::string& user, const std::string& domain) {
  return user + "@" + domain;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

sql::Value mac_or_null(const std::optional<Mac>& mac) {
  if (mac) return mac->plain();
  return nullptr;
}

/// As wide as the columns for reasons, in characters.
constexpr std::size_t longest_reason = 500;

constexpr char record_columns[] =
    "SELECT id, ref, state, model, mac, serial, hostname, inventory, login, person_name,"
    " person_mail, person_telephone, person_room, person_department, version, generation,"
    " profile_state, profile_reason, ticket_state, ticket_number, ticket_status, actor,"
    " DATE_FORMAT(created, '%Y-%m-%d %H:%i:%s'), settings FROM registration ";

/// "NAME VALUE", one in each line; no value has a line end.
std::string joined(const std::vector<Setting>& settings) {
  std::string text;
  for (const Setting& each : settings) text += each.name + " " + each.value + "\n";
  return text;
}

std::vector<Setting> settings_in(const std::string& text) {
  std::vector<Setting> settings;
  if (text.empty()) return settings;
  for (const std::string& line : split(text, '\n')) {
    auto blank = line.find(' ');
    if (blank != line.npos) settings.push_back({line.substr(0, blank), line.substr(blank + 1)});
  }
  return settings;
}

/// A statement for a batch always has as many placeholders, so that it is prepared once.
constexpr std::size_t batch = Ledger::batch;

std::string placeholders(const std::string& each, const char* between) {
  std::string text;
  for (std::size_t i = 0; i < batch; ++i) text += (i ? between : "") + each;
  return text;
}

/// All numbers, the last of them as often as it takes to fill the batch.
void fill_batch(std::vector<sql::Value>& values, const std::vector<std::int64_t>& numbers) {
  if (numbers.empty() || numbers.size() > batch) throw std::logic_error("ledger: no batch");
  for (std::size_t i = 0; i < batch; ++i) {
    values.emplace_back(numbers[std::min(i, numbers.size() - 1)]);
  }
}

Record record_of(const sql::Row& row) {
  Record record;
  record.id = row.number(0);
  record.ref = row.text(1);
  record.state = row.text(2);
  record.wanted.model = find_model(row.text(3));
  if (!record.wanted.model) throw std::runtime_error("ledger: unknown model " + row.text(3));
  record.wanted.mac = Mac::parse(row.text(4));
  record.wanted.serial = row.text(5);
  record.wanted.hostname = row.text(6);
  record.wanted.inventory = row.text(7);
  record.wanted.login = record.person.login = row.text(8);
  record.person.name = row.text(9);
  record.person.mail = row.text(10);
  record.person.telephone = row.text(11);
  record.person.room = row.text(12);
  record.person.department = row.text(13);
  record.version = static_cast<int>(row.number(14));
  record.generation = static_cast<int>(row.number(15));
  record.profile = profile_state(row.text(16));
  record.profile_reason = row.text(17);
  record.ticket = ticket_state(row.text(18));
  record.ticket_number = row.number(19);
  record.ticket_status = row.text(20);
  record.actor = row.text(21);
  record.created = row.text(22);
  record.wanted.settings = settings_in(row.text(23));
  return record;
}

}  // namespace

std::optional<Answered> Ledger::answered(const std::string& actor, const std::string& key) {
  auto rows = database_.query(
      "SELECT fingerprint, ref FROM request WHERE request_key = ? AND actor = ?", {key, actor});
  if (rows.empty()) return {};
  return Answered{rows[0].text(0), rows[0].text(1)};
}

void Ledger::claim(const std::string& actor, const std::string& key, const Answered& answer) {
  database_.change(
      "INSERT INTO request (actor, request_key, fingerprint, ref, created)"
      " VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3))",
      {actor, key, answer.fingerprint, answer.ref});
}

std::int64_t Ledger::add(const Record& record) {
  const Registration& wanted = record.wanted;
  const Person& person = record.person;
  sql::Value mac = mac_or_null(wanted.mac);
  database_.change(
      "INSERT INTO registration (ref, model, mac, active_mac, serial, hostname, inventory,"
      " settings, login,"
      " person_name, person_mail, person_telephone, person_room, person_department,"
      " profile_state, actor, created, updated) VALUES"
      " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))",
      {record.ref, std::string(wanted.model->name), mac, mac, wanted.serial, wanted.hostname,
       wanted.inventory, joined(wanted.settings), wanted.login, person.name, person.mail, person.telephone, person.room,
       person.department, name(record.profile), record.actor});
  return static_cast<std::int64_t>(database_.last_id());
}

void Ledger::add_line(std::int64_t registration, const Line& line, std::int64_t account) {
  database_.change(
      "INSERT INTO line (registration_id, position, account_id, display) VALUES (?, ?, ?, ?)",
      {registration, line.position, account, line.display});
}

Secret Ledger::unsealed(const std::string& sealed, const std::string& user,
                        const std::string& domain) {
  auto password = unseal(key_, sealed, about(user, domain));
  if (!password) {
    throw std::runtime_error("ledger: the password of " + user +
                             " cannot be opened: [database] key_file is another one");
  }
  return std::move(*password);
}

void Ledger::add_lines_to(Record& record, bool with_passwords) {
  for (const auto& row : database_.query(
           "SELECT position, user, domain, secret, display, permissions FROM line"
           " JOIN account ON account.id = account_id WHERE registration_id = ? ORDER BY position",
           {record.id})) {
    Line line{.position = static_cast<int>(row.number(0)),
              .user = row.text(1),
              .password = {},
              .display = row.text(4)};
    if (with_passwords) line.password = unsealed(row.text(3), row.text(1), row.text(2));
    if (record.wanted.lines.empty() && !row.text(5).empty()) {
      record.wanted.permissions = split(row.text(5), ' ');
    }
    record.wanted.lines.push_back(std::move(line));
  }
}

std::vector<Record> Ledger::records(const std::string& rest,
                                    const std::vector<sql::Value>& values) {
  std::vector<Record> records;
  for (const auto& row : database_.query(record_columns + rest, values)) {
    records.push_back(record_of(row));
  }
  return records;
}

std::optional<Record> Ledger::find(const std::string& ref) {
  auto found = records("WHERE ref = ?", {ref});
  if (found.empty()) return {};
  add_lines_to(found[0], false);
  return std::move(found[0]);
}

std::optional<Record> Ledger::open(const std::string& ref) {
  auto found = records("WHERE ref = ?", {ref});
  if (found.empty()) return {};
  add_lines_to(found[0], true);
  return std::move(found[0]);
}

std::optional<Record> Ledger::lock(std::int64_t registration) {
  auto found = records("WHERE id = ? FOR UPDATE", {registration});
  if (found.empty()) return {};
  add_lines_to(found[0], true);
  return std::move(found[0]);
}

void Ledger::add_lines_to_all(std::vector<Record>& records) {
  if (records.empty()) return;
  auto record = records.begin();
  for (const auto& row : database_.query(
           "SELECT registration_id, position, user, domain, secret, display FROM line"
           " JOIN account ON account.id = account_id WHERE registration_id BETWEEN ? AND ?"
           " ORDER BY registration_id, position",
           {records.front().id, records.back().id})) {
    while (record != records.end() && record->id < row.number(0)) ++record;
    if (record == records.end() || record->id != row.number(0)) continue;
    record->wanted.lines.push_back({static_cast<int>(row.number(1)), row.text(2),
                                    unsealed(row.text(4), row.text(2), row.text(3)), row.text(5)});
  }
}

std::vector<Record> Ledger::phones_after(std::int64_t after, const Model* model, int count) {
  auto found = records(
      "WHERE id > ? AND state = 'live' AND profile_state <> 'none' AND (? = '' OR model = ?)"
      " ORDER BY id LIMIT ?",
      {after, model ? std::string(model->name) : "", model ? std::string(model->name) : "", count});
  add_lines_to_all(found);
  return found;
}

std::int64_t Ledger::count_phones(const Model* model) {
  const std::string name(model ? model->name : "");
  return database_
      .query("SELECT COUNT(*) FROM registration WHERE state = 'live' AND profile_state <> 'none'"
             " AND (? = '' OR model = ?)",
             {name, name})
      .at(0)
      .number(0);
}

std::vector<Record> Ledger::lock_all(const std::vector<std::int64_t>& registrations,
                                     bool with_lines) {
  static const std::string rest = "WHERE id IN (" + placeholders("?", ", ") +
                                  ") AND state = 'live' ORDER BY id FOR UPDATE";
  std::vector<sql::Value> values;
  fill_batch(values, registrations);
  auto found = records(rest, values);
  if (with_lines) add_lines_to_all(found);
  return found;
}

void Ledger::promise_profiles(const std::vector<std::int64_t>& registrations,
                              const std::string& owner, std::chrono::seconds time) {
  static const std::string these = "IN (" + placeholders("?", ", ") + ")";
  static const std::string next =
      "UPDATE registration SET generation = generation + 1, profile_state = 'pending',"
      " updated = UTC_TIMESTAMP(3)"
      " WHERE state = 'live' AND profile_state = 'done' AND id " + these;
  static const std::string tasks =
      "INSERT INTO task (registration_id, kind, generation, not_before, created, lease_owner,"
      " lease_until) SELECT id, 'profile', generation, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), ?,"
      " UTC_TIMESTAMP(3) + INTERVAL ? SECOND FROM registration"
      " WHERE state = 'live' AND profile_state = 'pending' AND id " + these +
      " ON DUPLICATE KEY UPDATE state = 'due', lease_owner = VALUES(lease_owner),"
      " lease_until = VALUES(lease_until)";
  std::vector<sql::Value> numbers;
  fill_batch(numbers, registrations);
  database_.change(next, numbers);
  std::vector<sql::Value> values{owner, time.count()};
  values.insert(values.end(), numbers.begin(), numbers.end());
  database_.change(tasks, values);
}

void Ledger::profiles_done(const std::vector<std::pair<std::int64_t, std::string>>& written) {
  static const std::string these = "IN (" + placeholders("?", ", ") + ")";
  static const std::string done = "UPDATE registration SET profile_sha256 = CASE id " +
                                  placeholders("WHEN ? THEN ?", " ") +
                                  " END, profile_state = 'done', profile_reason = '',"
                                  " updated = UTC_TIMESTAMP(3) WHERE id " + these;
  static const std::string tasks =
      "UPDATE task SET state = 'done', lease_owner = NULL, lease_until = NULL, reason = ''"
      " WHERE kind = 'profile' AND state = 'due' AND registration_id " + these;
  std::vector<std::int64_t> ids;
  std::vector<sql::Value> values, numbers;
  for (std::size_t i = 0; i < batch && !written.empty(); ++i) {
    const auto& [id, sha256] = written[std::min(i, written.size() - 1)];
    if (i < written.size()) ids.push_back(id);
    values.emplace_back(id);
    values.emplace_back(sha256);
  }
  fill_batch(numbers, ids);
  values.insert(values.end(), numbers.begin(), numbers.end());
  database_.change(done, values);
  database_.change(tasks, numbers);
}

Secret Ledger::web_password(const Mac& mac, std::string_view login) const {
  constexpr std::size_t length = 20;  // hex digits: 80 bits
  return Secret(hmac_sha256_hex(key_, "web page of " + mac.plain() + " for " + std::string(login))
                    .substr(0, length));
}

std::string Ledger::ref_of_mac(const Mac& mac) {
  auto rows = database_.query("SELECT ref FROM registration WHERE active_mac = ?", {mac.plain()});
  return rows.empty() ? "" : rows[0].text(0);
}

std::vector<Record> Ledger::latest(int count) {
  return records("ORDER BY id DESC LIMIT ?", {count});
}

Known Ledger::known(const std::string& login, const std::string& user, const std::string& domain) {
  Known known;
  for (const auto& row :
       database_.query("SELECT ref, 0 FROM registration WHERE login = ? AND state = 'live'"
                       " UNION ALL SELECT '', 1 FROM account WHERE user = ? AND domain = ?",
                       {login, user, domain})) {
    if (row.number(1)) {
      known.has_account = true;
    } else {
      known.phones.push_back(row.text(0));
    }
  }
  return known;
}

std::optional<OwnAccount> Ledger::account(const std::string& user, const std::string& domain) {
  auto rows = database_.query("SELECT id, owner, secret FROM account WHERE user = ? AND domain = ?",
                              {user, domain});
  if (rows.empty()) return {};
  return OwnAccount{rows[0].number(0), rows[0].text(1), unsealed(rows[0].text(2), user, domain)};
}

std::int64_t Ledger::add_account(const Account& account, const std::string& owner,
                                 const std::vector<std::string>& permissions) {
  database_.change(
      "INSERT INTO account (user, domain, secret, owner, permissions, created)"
      " VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))",
      {account.user, account.domain,
       seal(key_, account.password, about(account.user, account.domain)), owner,
       joined(permissions)});
  return static_cast<std::int64_t>(database_.last_id());
}

void Ledger::profile_done(std::int64_t registration, const std::string& sha256) {
  database_.change(
      "UPDATE registration JOIN task ON registration_id = registration.id AND kind = 'profile'"
      " SET profile_state = 'done', profile_sha256 = ?, profile_reason = '',"
      " updated = UTC_TIMESTAMP(3), task.state = 'done', lease_owner = NULL,"
      " lease_until = NULL, reason = ''"
      " WHERE registration.id = ? AND task.generation <= registration.generation",
      {sha256, registration});
}

void Ledger::profile_failed(std::int64_t registration, const std::string& reason) {
  database_.change("UPDATE registration SET profile_reason = ? WHERE id = ?",
                   {std::string(beginning(reason, longest_reason)), registration});
}

void Ledger::audit(const std::string& actor, const std::string& action, const std::string& ref,
                   const std::string& detail) {
  database_.change(
      "INSERT INTO audit (at, actor, action, ref, detail) VALUES (UTC_TIMESTAMP(3), ?, ?, ?, ?)",
      {actor, action, ref, detail});
}

}  // namespace spaconf
