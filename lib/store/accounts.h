// The table of accounts that spaconf created, and their former passwords.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "account/account.h"
#include "base/secret.h"
#include "base/sql.h"
#include "store/lock_order.h"
#include "store/password_seal.h"
#include "store/tasks.h"

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
  AccountState state = AccountState::current;
  std::string reason = {};     ///< Why it is not current
  bool is_ours = true;         ///< The exchange's account of this name is ours, or was taken over
  bool was_free = false;       ///< It had none of this name; one with our password is ours
  bool may_overwrite = false;  ///< One that spaconf did not create may be taken over
  bool is_adopted = false;     ///< The exchange has its password as it was before spaconf

  /// As the exchange, whose domain is given, has it. Throws UnreadablePassword.
  Account at_exchange(const std::string& domain) const;
};

/// The same, with its row locked until the transaction ends.
struct LockedAccount : OwnAccount {
  explicit LockedAccount(OwnAccount account) : OwnAccount(std::move(account)) {}
};

/// Why an account is written to the exchange after our transaction, or removed from there.
struct Cause {
  std::int64_t registration;   ///< The phone whose change it is
  bool may_overwrite = false;  ///< Also an account of this name that spaconf did not create
};

/// How the pages name the work that an account waits for.
constexpr std::string_view account_task = "account";

/// The table of accounts.
class Accounts {
 public:
  Accounts(sql::Connection& database, LockOrder& locks, const PasswordSeal& seal)
      : database_(database), locks_(locks), seal_(seal) {}

  std::optional<AccountOwner> find(const std::string& user, const std::string& domain);
  /// `cause` is null when the same transaction writes it to the exchange; else it will be written
  /// there afterwards, where its name is free. Throws sql::Duplicate("account_name") if another
  /// transaction has added it.
  std::int64_t add(const Account& account, const std::string& owner,
                   const std::vector<std::string>& permissions, const Cause* cause);
  /// Adds many that the same transaction writes to the exchange, with their owners and permissions
  /// in the order of these, and returns their numbers in the same order. Throws the same.
  std::vector<std::int64_t> add_each(const std::vector<Account>& accounts,
                                     const std::vector<AccountOwner>& owners);
  /// Which of these users of a domain have accounts.
  std::set<std::string> existing(const std::vector<std::string>& users, const std::string& domain);
  /// Locks the account until the transaction ends: what others do with it waits.
  std::optional<LockedAccount> lock(const std::string& user, const std::string& domain);
  /// Stores its owner and permissions, and its password when it has one.
  void change(const LockedAccount& account);
  void remove(std::int64_t account);
  /// The exchange had the account before spaconf, with this password, perhaps stored in another way
  /// than spaconf stores one; until the password changes.
  void set_adopted(std::int64_t account);

  /// A new account's name is not free on the exchange, or that is not known, for this reason.
  void set_not_free(std::int64_t account, bool may_overwrite, const std::string& reason);
  /// The name of an account that is still to be written is free there.
  void set_free(std::int64_t account);
  /// The reference of the phone whose change is to be written; empty when it is gone.
  std::string ref_of_change(std::int64_t account);
  /// The account, whose row is locked, is to be written to the exchange.
  void set_pending(std::int64_t account, const Cause& cause);
  /// The account, whose row is locked, is to be removed from the exchange, and then here.
  void set_leaving(std::int64_t account, const Cause& cause);
  /// The exchange has the account, whose row is locked, as its row says.
  void set_current(std::int64_t account);
  /// The same for all accounts that were left pending for this registration, whose row is locked.
  /// Returns how many these were.
  std::uint64_t set_current_of(std::int64_t registration);
  /// What the first registration has left to do with the account waits for the second instead.
  void hand_over(std::int64_t account, std::int64_t from, std::int64_t to);
  /// The exchange has an account of this name that spaconf did not create: a person decides, also
  /// one who had allowed to take over another.
  void set_foreign(std::int64_t account, const std::string& reason);
  /// Why it is still pending or leaving.
  void put_off(std::int64_t account, const std::string& reason);
  /// What changes of the registration left for the exchange, and the accounts of its lines that are
  /// not current: their numbers.
  std::vector<std::int64_t> waiting_for(std::int64_t registration);
  /// Locks the account; empty when it is current by now, or gone.
  std::optional<LockedAccount> lock_waiting(std::int64_t account);
  /// Registrations from this one on with accounts to be written or removed, in order; 0 stands for
  /// none.
  std::vector<std::int64_t> registrations_waiting(std::int64_t from, int count);
  /// Accounts that have waited for more than half a minute, have a reason or need a decision.
  std::vector<Waiting> waiting(int count);
  /// Looks again whether the exchange still has accounts that spaconf did not create. False when
  /// the phone has none of those.
  bool retry(const std::string& ref);

  /// Before the password changes: the present one is kept for a day, since the phone knows no
  /// other until it has fetched its profile, and wants to be told so with the one it knows.
  void keep_password(std::int64_t account);
  /// The password before the present one; empty when there was none lately.
  std::optional<Secret> former_password(const std::string& user, const std::string& domain);
  /// All that are kept, the latest first.
  std::vector<Secret> former_passwords(const std::string& user, const std::string& domain);
  /// Removes those whose day is over.
  void purge_former_passwords();

  /// At most so many accounts whose numbers come after `after`, in the order of these.
  std::vector<OwnAccount> after(std::int64_t after, const std::string& domain, int most);
  std::vector<std::string> without_line(const std::string& domain);

 private:
  std::vector<sql::Row> numbers_of(const std::vector<std::string>& users,
                                   const std::string& domain);
  OwnAccount account_of(const sql::Row& row) const;
  void show_lock(std::int64_t account);

  sql::Connection& database_;
  LockOrder& locks_;
  const PasswordSeal& seal_;
};

}  // namespace spaconf
