// SQL for accounts and their former passwords.
#include "store/accounts.h"

#include "store/batches.h"
#include "store/column_values.h"

namespace spaconf {
namespace {

constexpr char columns[] = "SELECT id, owner, user, domain, secret, permissions FROM account ";

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
          .permissions = words(row.text(5))};
}

std::optional<AccountOwner> Accounts::find(const std::string& user, const std::string& domain) {
  auto rows = database_.query(
      "SELECT id, owner, permissions FROM account WHERE user = ? AND domain = ?", {user, domain});
  if (rows.empty()) return {};
  return AccountOwner{rows[0].number(0), rows[0].text(1), words(rows[0].text(2))};
}

std::int64_t Accounts::add(const Account& account, const std::string& owner,
                           const std::vector<std::string>& permissions) {
  locks_.take(Lock::account);
  database_.change(
      "INSERT INTO account (user, domain, secret, owner, permissions, created)"
      " VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))",
      {account.user, account.domain, seal_.sealed(account), owner, joined(permissions)});
  return static_cast<std::int64_t>(database_.last_id());
}

std::optional<LockedAccount> Accounts::lock(const std::string& user, const std::string& domain) {
  locks_.take(Lock::account);
  auto rows = database_.query(std::string(columns) + "WHERE user = ? AND domain = ? FOR UPDATE",
                              {user, domain});
  if (rows.empty()) return {};
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

void Accounts::keep_password(std::int64_t account) {
  // Sealed as it is: it stays the same account's.
  database_.change(
      "REPLACE INTO former_password (account_id, secret, until)"
      " SELECT id, secret, UTC_TIMESTAMP() + INTERVAL 1 DAY FROM account WHERE id = ?",
      {account});
}

std::optional<Secret> Accounts::former_password(const std::string& user,
                                                const std::string& domain) {
  auto rows = database_.query(
      "SELECT former_password.secret, user, domain FROM account"
      " JOIN former_password ON account_id = id WHERE user = ? AND domain = ?",
      {user, domain});
  if (rows.empty()) return {};
  return seal_.opened(rows[0].text(0), rows[0].text(1), rows[0].text(2));
}

void Accounts::purge_former_passwords() {
  database_.change("DELETE FROM former_password WHERE until < UTC_TIMESTAMP()");
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
                      " (SELECT 1 FROM line WHERE account_id = account.id) ORDER BY user",
                      {domain}));
}

}  // namespace spaconf
