// SQL for accounts and their former passwords.
#include "store/accounts.h"

#include <map>

#include "store/batches.h"
#include "store/column_values.h"

namespace spaconf {
namespace {

constexpr char columns[] =
    "SELECT id, owner, user, domain, secret, permissions, exchange_state, exchange_reason, is_ours,"
    " was_free, may_overwrite, is_adopted FROM account ";

constexpr char set_current_where[] =
    "UPDATE account SET exchange_state = 'current', exchange_reason = '', is_ours = TRUE,"
    " was_free = FALSE, may_overwrite = FALSE, changed_for = NULL WHERE ";

}  // namespace

Account OwnAccount::at_exchange(const std::string& domain) const {
  if (!password) throw UnreadablePassword(user);
  return {user, domain, *password};
}

OwnAccount Accounts::account_of(const sql::Row& row) const {
  return {.id = row.number(0),
          .owner = row.text(1),
          .user = row.text(2),
          .domain = row.text(3),
          .password = seal_.opened(row.text(4), row.text(2), row.text(3)),
          .permissions = words(row.text(5)),
          .state = account_state(row.text(6)),
          .reason = row.text(7),
          .is_ours = row.number(8) != 0,
          .was_free = row.number(9) != 0,
          .may_overwrite = row.number(10) != 0,
          .is_adopted = row.number(11) != 0};
}

std::optional<AccountOwner> Accounts::find(const std::string& user, const std::string& domain) {
  auto rows = database_.query(
      "SELECT id, owner, permissions FROM account WHERE user = ? AND domain = ?", {user, domain});
  if (rows.empty()) return {};
  return AccountOwner{rows[0].number(0), rows[0].text(1), words(rows[0].text(2))};
}

namespace {

constexpr char insert[] =
    "INSERT INTO account (user, domain, secret, owner, permissions, created, exchange_state,"
    " is_ours, was_free, changed_for, waits_since)"
    " VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3), ?, ?, ?, ?, IF(?, UTC_TIMESTAMP(3), NULL))";

}  // namespace

std::int64_t Accounts::add(const Account& account, const std::string& owner,
                           const std::vector<std::string>& permissions, const Cause* cause) {
  locks_.take(Lock::account);
  const AccountState state = cause ? AccountState::pending : AccountState::current;
  database_.change(insert,
                   {account.user, account.domain, seal_.sealed(account), owner, joined(permissions),
                    std::string(name(state)), cause ? 0 : 1, cause ? 1 : 0,
                    cause ? sql::Value(cause->registration) : sql::Value(nullptr), cause ? 1 : 0});
  return static_cast<std::int64_t>(database_.last_id());
}

std::vector<std::int64_t> Accounts::add_each(const std::vector<Account>& accounts,
                                             const std::vector<AccountOwner>& owners) {
  if (accounts.empty()) return {};
  locks_.take(Lock::account);
  std::vector<std::vector<sql::Value>> rows;
  std::vector<std::string> users;
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    rows.push_back({accounts[i].user, accounts[i].domain, seal_.sealed(accounts[i]),
                    owners[i].owner, joined(owners[i].permissions),
                    std::string(name(AccountState::current)), 1, 0, nullptr, 0});
    users.push_back(accounts[i].user);
  }
  database_.change_each(insert, rows);
  std::map<std::string, std::int64_t> numbers;
  for (const auto& row : numbers_of(users, accounts.front().domain)) {
    numbers.emplace(row.text(0), row.number(1));
  }
  std::vector<std::int64_t> ids;
  for (const std::string& user : users) ids.push_back(numbers.at(user));
  return ids;
}

std::vector<sql::Row> Accounts::numbers_of(const std::vector<std::string>& users,
                                           const std::string& domain) {
  static const std::string select = "SELECT user, id FROM account WHERE domain = ? AND user IN (" +
                                    placeholders(batch_size) + ")";
  std::vector<sql::Row> rows;
  for (const auto& places : batches_of(users.size())) {
    std::vector<sql::Value> values{domain};
    for (std::size_t place : places) values.emplace_back(users[place]);
    for (auto& row : database_.query(select, values)) rows.push_back(std::move(row));
  }
  return rows;
}

std::set<std::string> Accounts::existing(const std::vector<std::string>& users,
                                         const std::string& domain) {
  std::set<std::string> existing;
  for (const auto& row : numbers_of(users, domain)) existing.insert(row.text(0));
  return existing;
}

/// The hosts of a cluster tell one another of changed rows and not of locked ones. Of two hosts
/// that have changed a row, one repeats its transaction.
void Accounts::show_lock(std::int64_t account) {
  if (!database_.is_cluster()) return;
  database_.change("UPDATE account SET locked = UTC_TIMESTAMP(6) WHERE id = ?", {account});
}

std::optional<LockedAccount> Accounts::lock(const std::string& user, const std::string& domain) {
  locks_.take(Lock::account);
  auto rows = database_.query(std::string(columns) + "WHERE user = ? AND domain = ? FOR UPDATE",
                              {user, domain});
  if (rows.empty()) return {};
  show_lock(rows[0].number(0));
  return LockedAccount(account_of(rows[0]));
}

void Accounts::change(const LockedAccount& account) {
  const std::string permissions = joined(account.permissions);
  if (account.password) {
    database_.change("UPDATE account SET owner = ?, permissions = ?, secret = ? WHERE id = ?",
                     {account.owner, permissions,
                      seal_.sealed({account.user, account.domain, *account.password}), account.id});
  } else {
    database_.change("UPDATE account SET owner = ?, permissions = ? WHERE id = ?",
                     {account.owner, permissions, account.id});
  }
}

void Accounts::remove(std::int64_t account) {
  database_.change("DELETE FROM former_password WHERE account_id = ?", {account});
  database_.change("DELETE FROM account WHERE id = ?", {account});
}

void Accounts::set_adopted(std::int64_t account) {
  database_.change("UPDATE account SET is_adopted = TRUE WHERE id = ?", {account});
}

void Accounts::set_not_free(std::int64_t account, bool may_overwrite, const std::string& reason) {
  database_.change(
      "UPDATE account SET was_free = FALSE, may_overwrite = ?, exchange_reason = ? WHERE id = ?",
      {may_overwrite ? 1 : 0, truncate_reason(reason), account});
}

void Accounts::set_free(std::int64_t account) {
  database_.change("UPDATE account SET was_free = TRUE, may_overwrite = FALSE WHERE id = ?",
                   {account});
}

std::string Accounts::ref_of_change(std::int64_t account) {
  const auto rows = database_.query(
      "SELECT ref FROM account JOIN registration ON registration.id = changed_for"
      " WHERE account.id = ?",
      {account});
  return rows.empty() ? "" : rows[0].text(0);
}

void Accounts::set_pending(std::int64_t account, const Cause& cause) {
  database_.change(
      "UPDATE account SET exchange_state = 'pending', exchange_reason = '', changed_for = ?,"
      " may_overwrite = may_overwrite OR ?, waits_since = UTC_TIMESTAMP(3) WHERE id = ?",
      {cause.registration, cause.may_overwrite ? 1 : 0, account});
}

void Accounts::set_leaving(std::int64_t account, const Cause& cause) {
  database_.change(
      "UPDATE account SET exchange_state = 'leaving', exchange_reason = '', changed_for = ?,"
      " waits_since = UTC_TIMESTAMP(3) WHERE id = ?",
      {cause.registration, account});
}

void Accounts::set_current(std::int64_t account) {
  database_.change(set_current_where + std::string("id = ?"), {account});
}

std::uint64_t Accounts::set_current_of(std::int64_t registration) {
  locks_.take(Lock::account);
  return database_.change(
      set_current_where + std::string("changed_for = ? AND exchange_state = 'pending'"),
      {registration});
}

void Accounts::hand_over(std::int64_t account, std::int64_t from, std::int64_t to) {
  database_.change("UPDATE account SET changed_for = ? WHERE id = ? AND changed_for = ?",
                   {to, account, from});
}

void Accounts::set_foreign(std::int64_t account, const std::string& reason) {
  database_.change(
      "UPDATE account SET exchange_state = 'foreign', exchange_reason = ?, may_overwrite = FALSE "
      "WHERE id = ?",
      {truncate_reason(reason), account});
}

void Accounts::put_off(std::int64_t account, const std::string& reason) {
  database_.change(
      "UPDATE account SET exchange_reason = ? WHERE id = ?"
      " AND exchange_state IN ('pending', 'leaving')",
      {truncate_reason(reason), account});
}

std::vector<std::int64_t> Accounts::waiting_for(std::int64_t registration) {
  return numbers_in(database_.query(
      "SELECT id FROM account WHERE changed_for = ? AND " + account_waits() +
          " UNION SELECT account.id FROM line JOIN account ON account.id = account_id"
          " WHERE registration_id = ? AND " +
          account_waits() + " ORDER BY 1",
      {registration, registration}));
}

std::optional<LockedAccount> Accounts::lock_waiting(std::int64_t account) {
  locks_.take(Lock::account);
  const auto rows = database_.query(
      std::string(columns) + "WHERE id = ? AND " + account_waits() + " FOR UPDATE", {account});
  if (rows.empty()) return {};
  show_lock(account);
  return LockedAccount(account_of(rows[0]));
}

std::vector<std::int64_t> Accounts::registrations_waiting(std::int64_t from, int count) {
  return numbers_in(database_.query(
      "SELECT DISTINCT changed_for FROM account WHERE exchange_state IN ('pending', 'leaving')"
      " AND changed_for >= ? ORDER BY changed_for LIMIT ?",
      {from, count}));
}

std::vector<Waiting> Accounts::waiting(int count) {
  std::vector<Waiting> waiting;
  for (const auto& row :
       database_.query("SELECT COALESCE(ref, ''), user, exchange_state, exchange_reason,"
                       " DATE_FORMAT(waits_since, '%Y-%m-%d %H:%i:%s'),"
                       " TIMESTAMPDIFF(SECOND, waits_since, UTC_TIMESTAMP(3))"
                       " FROM account FORCE INDEX (by_exchange_state)"
                       " LEFT JOIN registration ON registration.id = changed_for"
                       " WHERE " +
                           account_waits() +
                           " AND (exchange_reason <> ''"
                           " OR waits_since < UTC_TIMESTAMP(3) - INTERVAL 30 SECOND) ORDER BY "
                           "account.id LIMIT ?",
                       {count})) {
    const bool is_parked = account_state(row.text(2)) == AccountState::foreign;
    const std::string reason = row.text(3);
    waiting.push_back({row.text(0), std::string(account_task), is_parked ? "parked" : "due",
                       row.text(1) + (reason.empty() ? "" : ": " + reason), row.text(4),
                       std::chrono::seconds(row.number(5))});
  }
  return waiting;
}

bool Accounts::retry(const std::string& ref) {
  locks_.take(Lock::account);
  return database_.change(
             "UPDATE account SET exchange_state = 'pending', exchange_reason = ''"
             " WHERE exchange_state = 'foreign' AND (id IN (SELECT account_id FROM line"
             " JOIN registration ON registration.id = registration_id WHERE ref = ?)"
             " OR changed_for = (SELECT id FROM registration WHERE ref = ?))",
             {ref, ref}) > 0;
}

void Accounts::keep_password(std::int64_t account) {
  // Sealed as it is: it stays the same account's.
  database_.change(
      "INSERT INTO former_password (account_id, secret, until)"
      " SELECT id, secret, UTC_TIMESTAMP() + INTERVAL 1 DAY FROM account WHERE id = ?",
      {account});
  database_.change("UPDATE account SET is_adopted = FALSE WHERE id = ? AND is_adopted", {account});
}

std::optional<Secret> Accounts::former_password(const std::string& user,
                                                const std::string& domain) {
  auto all = former_passwords(user, domain);
  if (all.empty()) return {};
  return std::move(all.front());
}

std::vector<Secret> Accounts::former_passwords(const std::string& user, const std::string& domain) {
  std::vector<Secret> all;
  for (const auto& row : database_.query(
           "SELECT former_password.secret, user, domain FROM account"
           " JOIN former_password ON account_id = account.id WHERE user = ? AND domain = ?"
           " ORDER BY former_password.id DESC",
           {user, domain})) {
    auto password = seal_.opened(row.text(0), row.text(1), row.text(2));
    if (password) all.push_back(std::move(*password));
  }
  return all;
}

void Accounts::purge_former_passwords() {
  // Those of a waiting account tell whether an interrupted try has written it. Reading first locks
  // no account.
  const auto over = numbers_in(database_.query(
      "SELECT former_password.id FROM former_password JOIN account ON account.id = account_id"
      " WHERE until < UTC_TIMESTAMP() AND NOT " +
      account_waits()));
  in_batches(over, [&](const std::string& in_list, const auto& numbers) {
    database_.change("DELETE FROM former_password WHERE id " + in_list, numbers);
  });
}

std::vector<OwnAccount> Accounts::after(std::int64_t after, const std::string& domain, int most) {
  std::vector<OwnAccount> accounts;
  for (const auto& row :
       database_.query(std::string(columns) + "WHERE id > ? AND domain = ? ORDER BY id LIMIT ?",
                       {after, domain, most})) {
    accounts.push_back(account_of(row));
  }
  return accounts;
}

std::vector<std::string> Accounts::without_line(const std::string& domain) {
  return texts_in(
      database_.query("SELECT user FROM account WHERE domain = ? AND NOT EXISTS"
                      " (SELECT 1 FROM line WHERE account_id = account.id)"
                      " AND exchange_state <> 'leaving' ORDER BY user",
                      {domain}));
}

}  // namespace spaconf
