// SQL for registrations, accounts and lines.
// Every statement about our own tables stands here. Passwords go in sealed, bound to
// the account's name, so that a row copied over another cannot be opened.
#include "store/ledger.h"

#include <algorithm>
#include <span>

#include "base/crypto.h"
#include "base/log.h"
#include "base/login.h"
#include "base/text.h"
#include "store/columns.h"
#include "store/schema.h"
#include "store/search_terms.h"

namespace spaconf {
namespace {

/// The place of a state's name among all of its kind.
int place_of(const std::string& state, std::span<const std::string_view> states) {
  auto found = std::ranges::find(states, state);
  if (found == states.end()) throw std::runtime_error("ledger: unknown state " + state);
  return static_cast<int>(found - states.begin());
}

constexpr char record_columns[] =
    "registration.id, ref, state, model, mac, serial, hostname, inventory, login, person_name,"
    " person_mail, person_telephone, person_room, person_department, version, generation,"
    " profile_state, profile_reason, ticket_state, ticket_number, ticket_status, actor,"
    " DATE_FORMAT(registration.created, '%Y-%m-%d %H:%i:%s'), settings,"
    " DATE_FORMAT(COALESCE(changed, registration.created), '%Y-%m-%d %H:%i:%s'),"
    " ticket_settled, ticket_mail, ticket_requestor";
constexpr std::size_t record_width = 28;
constexpr char line_columns[] = "position, user, domain, secret, display, permissions";

Record record_of(const sql::Row& row) {
  Record record;
  record.id = row.number(0);
  record.ref = row.text(1);
  record.state = row.text(2);
  record.wanted.model = find_model(row.text(3));
  if (!record.wanted.model) {
    throw std::runtime_error("ledger: " + record.ref + " has the unknown model " + row.text(3));
  }
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
  record.profile = ProfileState(place_of(row.text(16), profile_states));
  record.profile_reason = row.text(17);
  record.ticket = TicketState(place_of(row.text(18), ticket_states));
  record.ticket_number = row.number(19);
  record.ticket_status = row.text(20);
  record.actor = row.text(21);
  record.created = row.text(22);
  record.wanted.settings = settings_in(row.text(23));
  record.changed = row.text(24);
  record.ticket_is_settled = row.number(25) != 0;
  record.ticket_mail = row.text(26);
  record.ticket_requestor = row.text(27);
  return record;
}

}  // namespace

Ledger::Ledger(sql::Connection& database, const Secret& key)
    : database_(database), seal_(key), web_key_(derived_key(key, "phones' web passwords")) {}

std::optional<StoredAnswer> Ledger::stored_answer(const std::string& actor,
                                                  const std::string& key) {
  auto rows = database_.query(
      "SELECT fingerprint, ref FROM request WHERE request_key = ? AND actor = ?", {key, actor});
  if (rows.empty()) return {};
  return StoredAnswer{rows[0].text(0), rows[0].text(1)};
}

void Ledger::claim(const std::string& actor, const std::string& key, const StoredAnswer& answer) {
  database_.change(
      "INSERT INTO request (actor, request_key, fingerprint, ref, created)"
      " VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3))",
      {actor, key, answer.fingerprint, answer.ref});
}

std::int64_t Ledger::add(const Record& record) {
  const Registration& wanted = record.wanted;
  const Person& person = record.person;
  sql::Value mac = mac_or_null(wanted.mac);
  const auto words = index_terms(record);
  database_.change(
      "INSERT INTO registration (ref, model, mac, active_mac, serial, hostname, inventory,"
      " settings, login,"
      " person_name, person_mail, person_telephone, person_room, person_department,"
      " profile_state, actor, searched, created, updated) VALUES"
      " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))",
      {record.ref, std::string(wanted.model->name), mac, mac, wanted.serial, wanted.hostname,
       wanted.inventory, joined(wanted.settings), wanted.login, person.name, person.mail,
       person.telephone, person.room, person.department, std::string(name(record.profile)),
       record.actor, spaced(words)});
  const auto id = static_cast<std::int64_t>(database_.last_id());
  add_words(id, words);
  return id;
}

void Ledger::add_line(std::int64_t registration, const Line& line, std::int64_t account) {
  database_.change(
      "INSERT INTO line (registration_id, position, account_id, display) VALUES (?, ?, ?, ?)",
      {registration, line.position, account, line.display});
}

std::string Ledger::sealed(const Account& account) const { return seal_.sealed(account); }

Secret Ledger::unsealed(const std::string& sealed, const std::string& user,
                        const std::string& domain) {
  auto password = seal_.opened(sealed, user, domain);
  if (!password) {
    throw std::runtime_error("ledger: the password of " + user +
                             " cannot be decrypted: [database] key_file has another key");
  }
  return std::move(*password);
}

void Ledger::add_line_to(Record& record, const sql::Row& row, std::size_t at, bool with_password) {
  Line line{.position = static_cast<int>(row.number(at)),
            .user = row.text(at + 1),
            .password = {},
            .display = row.text(at + 4)};
  if (with_password) line.password = unsealed(row.text(at + 3), row.text(at + 1), row.text(at + 2));
  line.permissions = words(row.text(at + 5));
  record.wanted.lines.push_back(std::move(line));
}

std::vector<Record> Ledger::records(const std::string& rest,
                                    const std::vector<sql::Value>& values) {
  std::vector<Record> records;
  for (const auto& row : database_.query(
           std::string("SELECT ") + record_columns + " FROM registration " + rest, values)) {
    records.push_back(record_of(row));
  }
  return records;
}

std::vector<Record> Ledger::readable(const std::string& rest,
                                     const std::vector<sql::Value>& values) {
  std::vector<Record> records;
  for (const auto& row : database_.query(
           std::string("SELECT ") + record_columns + " FROM registration " + rest, values)) {
    try {
      records.push_back(record_of(row));
    } catch (const std::runtime_error& error) {
      log("row skipped", {{"why", error.what()}});
    }
  }
  return records;
}

std::optional<Record> Ledger::whole(const std::string& ref, bool with_passwords) {
  // The database refuses to compare the column, which is ASCII, with anything else.
  if (!is_ascii(ref)) return {};
  static const std::string question =
      std::string("SELECT ") + record_columns + ", " + line_columns +
      " FROM registration LEFT JOIN line ON registration_id = registration.id"
      " LEFT JOIN account ON account.id = account_id WHERE ref = ? ORDER BY position";
  const auto rows = database_.query(question, {ref});
  if (rows.empty()) return {};
  Record record = record_of(rows[0]);
  for (const auto& row : rows) {
    const bool has_account = !row.is_null(record_width + 1);
    if (has_account) add_line_to(record, row, record_width, with_passwords);
  }
  return record;
}

std::optional<Record> Ledger::find(const std::string& ref) { return whole(ref, false); }

std::optional<Record> Ledger::open(const std::string& ref) { return whole(ref, true); }

std::optional<Record> Ledger::locked(const std::string& condition, const sql::Value& value) {
  auto found = records("WHERE " + condition + " FOR UPDATE", {value});
  if (found.empty()) return {};
  // Asked for apart, so that no account is locked with it: those have an order of their own.
  for (const auto& row : database_.query(std::string("SELECT ") + line_columns +
                                             " FROM line JOIN account ON account.id = account_id"
                                             " WHERE registration_id = ? ORDER BY position",
                                         {found[0].id})) {
    add_line_to(found[0], row, 0, true);
  }
  return std::move(found[0]);
}

std::optional<Record> Ledger::lock(std::int64_t registration) {
  return locked("id = ?", registration);
}

std::optional<Record> Ledger::lock(const std::string& ref) {
  if (!is_ascii(ref)) return {};
  return locked("ref = ?", ref);
}

std::pair<Secret, Secret> Ledger::web_passwords(const Mac& mac) const {
  constexpr std::size_t length = 20;  // hex digits: 80 bits each, of 256
  const std::string hex = hmac_sha256_hex(web_key_, "web pages of " + mac.plain());
  return {Secret(hex.substr(0, length)), Secret(hex.substr(length, length))};
}

std::string Ledger::ref_of_mac(const Mac& mac) {
  auto rows = database_.query("SELECT ref FROM registration WHERE active_mac = ?", {mac.plain()});
  return rows.empty() ? "" : rows[0].text(0);
}

std::string Ledger::software_phone_with(const std::string& user, const std::string& domain,
                                        const std::string& login, std::int64_t except) {
  const auto rows = database_.query(
      "SELECT ref FROM account JOIN line ON account_id = account.id"
      " JOIN registration ON registration.id = registration_id"
      " WHERE user = ? AND domain = ? AND login = ? AND state = 'live' AND mac IS NULL"
      " AND registration.id <> ? LIMIT 1",
      {user, domain, login, except});
  return rows.empty() ? "" : rows[0].text(0);
}

std::vector<Record> Ledger::latest(int count) {
  return readable("ORDER BY id DESC LIMIT ?", {count});
}

std::vector<PersonPhone> Ledger::phones_of(const std::string& login) {
  std::vector<PersonPhone> phones;
  for (const auto& row :
       database_.query("SELECT ref, login, model, mac FROM registration WHERE login = ?"
                       " AND state = 'live' ORDER BY id DESC",
                       {login})) {
    // The column does not tell "dvorak" from "dvořák".
    if (!same_login(row.text(1), login)) continue;
    phones.push_back({row.text(0), find_model(row.text(2)), Mac::parse(row.text(3))});
  }
  return phones;
}

std::string Ledger::first_login_of(const Person& person) {
  std::vector<sql::Value> logins{person.login};
  std::string places = "?";
  for (const std::string& each : person.other_logins) {
    logins.emplace_back(each);
    places += ", ?";
  }
  for (const auto& row : database_.query("SELECT login FROM registration WHERE login IN (" +
                                             places + ") AND state = 'live' ORDER BY id",
                                         logins)) {
    if (has_login(person, row.text(0))) return row.text(0);
  }
  return "";
}

std::optional<AccountOwner> Ledger::account(const std::string& user, const std::string& domain) {
  auto rows = database_.query(
      "SELECT id, owner, permissions FROM account WHERE user = ? AND domain = ?", {user, domain});
  if (rows.empty()) return {};
  return AccountOwner{rows[0].number(0), rows[0].text(1), words(rows[0].text(2))};
}

std::vector<const Model*> Ledger::models_with(const std::string& user, const std::string& domain) {
  std::vector<const Model*> models;
  for (const auto& row :
       database_.query("SELECT DISTINCT model FROM account JOIN line ON account_id = account.id"
                       " JOIN registration ON registration.id = registration_id AND state = 'live'"
                       " WHERE user = ? AND domain = ?",
                       {user, domain})) {
    if (const Model* model = find_model(row.text(0))) models.push_back(model);
  }
  return models;
}

std::int64_t Ledger::add_account(const Account& account, const std::string& owner,
                                 const std::vector<std::string>& permissions) {
  database_.change(
      "INSERT INTO account (user, domain, secret, owner, permissions, created)"
      " VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))",
      {account.user, account.domain, sealed(account), owner, joined(permissions)});
  return static_cast<std::int64_t>(database_.last_id());
}

bool Ledger::profile_done(const Record& record, const std::string& sha256) {
  const bool is_that = database_.change(
                           "UPDATE registration SET profile_state = 'done', profile_sha256 = ?,"
                           " profile_reason = '', updated = UTC_TIMESTAMP(3)"
                           " WHERE id = ? AND generation = ?"
                           " AND state = 'live' AND profile_state = 'pending'",
                           {sha256, record.id, record.generation}) > 0;
  if (!is_that) return false;
  // Whoever is to withdraw what another had for this address waits, or finds no reason.
  if (record.wanted.mac) cancel_withdrawal(*record.wanted.mac);
  // A statement of its own, since one for both tables keeps lists of rows and takes thrice as long.
  database_.change(
      "UPDATE task SET state = 'done', lease_owner = NULL, lease_until = NULL, reason = ''"
      " WHERE registration_id = ? AND kind = 'profile' AND generation <= ?",
      {record.id, record.generation});
  return true;
}

void Ledger::profile_failed(std::int64_t registration, const std::string& reason) {
  database_.change("UPDATE registration SET profile_reason = ? WHERE id = ?",
                   {truncate_reason(reason), registration});
}

void Ledger::audit(const std::string& actor, const std::string& action, const std::string& ref,
                   const std::string& detail) {
  database_.change(
      "INSERT INTO audit (at, actor, action, ref, detail) VALUES (UTC_TIMESTAMP(3), ?, ?, ?, ?)",
      {actor, action, ref, detail});
}

}  // namespace spaconf
