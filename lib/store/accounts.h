// The table of accounts that spaconf created, and their former passwords.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "account/account.h"
#include "base/secret.h"
#include "base/sql.h"
#include "store/lock_order.h"
#include "store/password_seal.h"

namespace spaconf {

/// Whose account it is and what it may call.
struct AccountOwner {
  std::int64_t id;
  std::string owner;  ///< The login of its person
  std::vector<std::string> permissions;
};

/// All that we know of an account.
struct OwnAccount {
  std::int64_t id;
  std::string owner;               ///< The login of its person
  std::string user;                ///< What is dialled: "1001"
  std::string domain;              ///< As its row spells it, which the password is sealed with
  std::optional<Secret> password;  ///< Empty: the key file does not open it
  std::vector<std::string> permissions;

  /// As the exchange, whose domain is given, has it. Throws UnreadablePassword.
  Account at_exchange(const std::string& domain) const;
};

/// The same, with its row locked until the transaction ends.
struct LockedAccount : OwnAccount {
  explicit LockedAccount(OwnAccount account) : OwnAccount(std::move(account)) {}
};

/// The table of accounts.
class Accounts {
 public:
  Accounts(sql::Connection& database, LockOrder& locks, const PasswordSeal& seal)
      : database_(database), locks_(locks), seal_(seal) {}

  std::optional<AccountOwner> find(const std::string& user, const std::string& domain);
  /// Throws sql::Duplicate("account_name") when another transaction made it meanwhile.
  std::int64_t add(const Account& account, const std::string& owner,
                   const std::vector<std::string>& permissions);
  /// Locks the account until the transaction ends: what others do with it waits.
  std::optional<LockedAccount> lock(const std::string& user, const std::string& domain);
  /// Stores its owner and permissions, and its password when it has one.
  void change(const LockedAccount& account);
  void remove(std::int64_t account);

  /// Before the password changes: the present one is kept for a day, since the phone knows no
  /// other until it has fetched its profile, and wants to be told so with the one it knows.
  void keep_password(std::int64_t account);
  /// The password before the present one; empty when there was none lately.
  std::optional<Secret> former_password(const std::string& user, const std::string& domain);
  /// Removes those whose day is over.
  void purge_former_passwords();

  /// At most so many accounts whose numbers come after `after`, in the order of these.
  std::vector<OwnAccount> after(std::int64_t after, const std::string& domain, int most);
  std::vector<std::string> without_line(const std::string& domain);

 private:
  OwnAccount account_of(const sql::Row& row) const;

  sql::Connection& database_;
  LockOrder& locks_;
  const PasswordSeal& seal_;
};

}  // namespace spaconf
