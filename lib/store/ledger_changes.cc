// SQL for changes of registrations and accounts.
// The ledger's statements for what happens to a registration after it was made.
#include "base/log.h"
#include "store/columns.h"
#include "store/ledger.h"
#include "store/search_terms.h"

namespace spaconf {

void Ledger::archive(const Record& before, const std::string& actor, const std::string& action) {
  database_.change(
      "INSERT INTO past (registration_id, version, since, until, actor, action, content)"
      " SELECT id, version, COALESCE(changed, created), UTC_TIMESTAMP(3), ?, ?, ?"
      " FROM registration WHERE id = ?",
      {actor, action, as_json(before.wanted, before.person), before.id});
}

std::vector<Revision> Ledger::revisions(const Record& record) {
  std::vector<Revision> revisions;
  for (const auto& row :
       database_.query("SELECT version, DATE_FORMAT(since, '%Y-%m-%d %H:%i:%s'),"
                       " DATE_FORMAT(until, '%Y-%m-%d %H:%i:%s'), actor, action, content FROM past"
                       " WHERE registration_id = ? ORDER BY version DESC",
                       {record.id})) {
    Revision past{.version = static_cast<int>(row.number(0)),
                  .since = row.text(1),
                  .until = row.text(2),
                  .actor = row.text(3),
                  .action = row.text(4),
                  .wanted = {},
                  .person = {}};
    try {
      read_json(row.text(5), past.wanted, past.person);
    } catch (const std::exception& error) {
      log("revision skipped", {{"ref", record.ref}, {"why", error.what()}});
      continue;
    }
    revisions.push_back(std::move(past));
  }
  return revisions;
}

void Ledger::change(const Record& after) {
  const Registration& wanted = after.wanted;
  const Person& person = after.person;
  const sql::Value mac = mac_or_null(wanted.mac);
  const auto words_before = words_now(after.id), words = index_terms(after);
  database_.change(
      "UPDATE registration SET model = ?, mac = ?, active_mac = ?, serial = ?, hostname = ?,"
      " inventory = ?, settings = ?, login = ?, person_name = ?, person_mail = ?,"
      " person_telephone = ?, person_room = ?, person_department = ?, profile_state = ?,"
      " searched = ?, profile_reason = '', version = version + 1, generation = generation + 1,"
      " changed = UTC_TIMESTAMP(3), updated = UTC_TIMESTAMP(3) WHERE id = ?",
      {std::string(wanted.model->name), mac, mac, wanted.serial, wanted.hostname, wanted.inventory,
       joined(wanted.settings), wanted.login, person.name, person.mail, person.telephone,
       person.room, person.department, std::string(name(after.profile)), spaced(words), after.id});
  change_words(after.id, words_before, words);
}

void Ledger::next_version(std::int64_t registration) {
  database_.change(
      "UPDATE registration SET version = version + 1, changed = UTC_TIMESTAMP(3),"
      " updated = UTC_TIMESTAMP(3) WHERE id = ?",
      {registration});
}

void Ledger::retire(const Record& before) {
  database_.change(
      "UPDATE registration SET state = 'retiring', active_mac = NULL, profile_reason = '',"
      " profile_state = IF(profile_state = 'none', 'none', 'pending'), version = version + 1,"
      " generation = generation + 1, changed = UTC_TIMESTAMP(3), updated = UTC_TIMESTAMP(3)"
      " WHERE id = ?",
      {before.id});
}

void Ledger::remove_lines(std::int64_t registration) {
  database_.change("DELETE FROM line WHERE registration_id = ?", {registration});
}

void Ledger::queue_withdrawal(std::int64_t registration, const Mac& mac) {
  database_.change(
      "INSERT INTO leaving (mac, registration_id) VALUES (?, ?)"
      " ON DUPLICATE KEY UPDATE registration_id = VALUES(registration_id)",
      {mac.plain(), registration});
}

std::vector<Mac> Ledger::pending_withdrawals(std::int64_t registration) {
  std::vector<Mac> macs;
  for (const auto& row : database_.query(
           "SELECT mac FROM leaving WHERE registration_id = ? FOR UPDATE", {registration})) {
    if (auto mac = Mac::parse(row.text(0))) macs.push_back(*mac);
  }
  return macs;
}

void Ledger::cancel_withdrawal(const Mac& mac) {
  database_.change("DELETE FROM leaving WHERE mac = ?", {mac.plain()});
}

void Ledger::complete_withdrawals(std::int64_t registration) {
  database_.change("DELETE FROM leaving WHERE registration_id = ?", {registration});
}

std::vector<std::int64_t> Ledger::with_withdrawals(std::int64_t after, int count) {
  std::vector<std::int64_t> registrations;
  for (const auto& row :
       database_.query("SELECT DISTINCT registration_id FROM leaving WHERE registration_id > ?"
                       " ORDER BY registration_id LIMIT ?",
                       {after, count})) {
    registrations.push_back(row.number(0));
  }
  return registrations;
}

void Ledger::profile_gone(std::int64_t registration) {
  database_.change(
      "UPDATE registration LEFT JOIN task ON registration_id = registration.id"
      " AND kind = 'profile' AND task.state = 'due'"
      " SET profile_state = 'none', profile_reason = '', profile_sha256 = NULL,"
      " registration.state = IF(registration.state = 'retiring', 'retired', registration.state),"
      " task.state = 'done', lease_owner = NULL, lease_until = NULL, reason = ''"
      " WHERE registration.id = ?",
      {registration});
}

void Ledger::forget_online_state(std::int64_t registration) {
  database_.change("DELETE FROM presence WHERE registration_id = ?", {registration});
}

std::optional<LockedAccount> Ledger::lock_account(const std::string& user,
                                                  const std::string& domain) {
  auto rows = database_.query(
      "SELECT id, owner, secret, permissions, domain FROM account"
      " WHERE user = ? AND domain = ? FOR UPDATE",
      {user, domain});
  if (rows.empty()) return {};
  return LockedAccount{.id = rows[0].number(0),
                       .owner = rows[0].text(1),
                       .domain = rows[0].text(4),
                       .account = {user, domain, unsealed(rows[0].text(2), user, rows[0].text(4))},
                       .permissions = words(rows[0].text(3))};
}

void Ledger::change(const LockedAccount& held) {
  database_.change("UPDATE account SET secret = ?, owner = ?, permissions = ? WHERE id = ?",
                   {sealed({held.account.user, held.domain, held.account.password}), held.owner,
                    joined(held.permissions), held.id});
}

void Ledger::remove_account(std::int64_t account) {
  database_.change("DELETE FROM former_password WHERE account_id = ?", {account});
  database_.change("DELETE FROM account WHERE id = ?", {account});
}

void Ledger::keep_password(std::int64_t account) {
  // Sealed as it is: it stays the same account's.
  database_.change(
      "REPLACE INTO former_password (account_id, secret, until)"
      " SELECT id, secret, UTC_TIMESTAMP() + INTERVAL 1 DAY FROM account WHERE id = ?",
      {account});
}

std::optional<Secret> Ledger::former_password(const std::string& user, const std::string& domain) {
  auto rows = database_.query(
      "SELECT former_password.secret, domain FROM account JOIN former_password ON account_id = id"
      " WHERE user = ? AND domain = ?",
      {user, domain});
  if (rows.empty()) return {};
  return unsealed(rows[0].text(0), user, rows[0].text(1));
}

void Ledger::forget_former_passwords() {
  database_.change("DELETE FROM former_password WHERE until < UTC_TIMESTAMP()");
}

std::vector<AccountPhone> Ledger::phones_with(std::int64_t account) {
  std::vector<AccountPhone> phones;
  for (const auto& row :
       database_.query("SELECT DISTINCT registration_id, ref FROM line LEFT JOIN registration"
                       " ON registration.id = registration_id WHERE account_id = ?"
                       " ORDER BY registration_id",
                       {account})) {
    phones.push_back({row.number(0), row.text(1)});
  }
  return phones;
}

}  // namespace spaconf
