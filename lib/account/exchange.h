// Reads and changes the exchange's accounts through its dialect.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "account/account.h"
#include "account/dialect.h"
#include "account/password.h"
#include "base/config.h"
#include "base/sql.h"
#include "base/sql_fragment.h"
#include "base/template.h"

namespace spaconf {

/// A permission group of the exchange: its name there and its label.
using Permission = std::pair<std::string, std::string>;

/// The exchange. If its tables are on the server of ours and support transactions, changes here are
/// part of the transaction that is open on `database`; see joins_transactions().
class Exchange {
 public:
  /// Reads [account], and its server's user like sql::Connection, and the dialect among the
  /// templates. Throws Misconfigured.
  Exchange(const Section& account, const Templates& templates, sql::Connection& database,
           std::string_view program = "", const Deadline* deadline = nullptr);
  /// The same with this dialect instead.
  Exchange(const Section& account, const Dialect& dialect, sql::Connection& database,
           std::string_view program = "", const Deadline* deadline = nullptr);

  /// Does [account] name a server of the exchange's own?
  static bool has_own_server(const Section& account);

  const std::string& domain() const { return domain_; }
  /// The outbound proxy of phones; empty when they use the domain.
  const std::string& proxy() const { return proxy_; }
  /// Where the exchange accepts SIP from us, "192.0.2.1:5060"; empty when not configured.
  const std::string& sip() const { return sip_; }
  /// By [account] store.
  bool stores_passwords() const { return stores_password_; }
  bool stores_hashes() const { return stores_hashes_; }
  /// In the order of the configuration.
  const std::vector<Permission>& permissions() const { return permissions_; }

  /// Does the exchange have an account of this name?
  bool has(const std::string& user);
  /// The exchange's spelling of the name, found in any letter case; empty when it has no such
  /// account.
  std::string spelling(const std::string& user);
  /// What stands in the way of a new account of this name.
  NameConflicts conflicts(const std::string& user);
  /// Those of these users that certainly have no conflicts. Asks about 128 at once, and leaves out
  /// all 128 if one of them has any: ask conflicts() about the others. Empty for a dialect without
  /// :users in its conflicts.
  std::set<std::string> free_of(const std::vector<std::string>& users);
  /// The SELECT that conflicts() runs, where it can be the last part of a UNION of ours; else
  /// empty.
  SqlFragment conflicts_question(const std::string& user);
  /// From the rows of that SELECT.
  NameConflicts conflicts_in(const std::vector<sql::Row>& rows) const;
  /// Other domains that have an account of this name, which the exchange does not distinguish
  /// from ours; always empty when it uses domains ([account] use_domain).
  std::vector<std::string> namesakes(const std::string& user);
  /// User and other domain of all such accounts, in the exchange's order of names: at most
  /// `count` of users after `after`, which is empty for the first.
  std::vector<std::pair<std::string, std::string>> namesakes_after(const std::string& after,
                                                                   int count);
  /// Throws sql::Duplicate when the exchange has the account already.
  void add(const Account& account);
  /// The same for many accounts, with as few requests as the dialect allows.
  void add_each(const std::vector<Account>& accounts);
  /// Throws sql::Duplicate when an account of this name has one of them already.
  void grant(const Account& account, const std::vector<std::string>& permissions);
  /// The same for many accounts, each with one permission.
  void grant_each(const std::vector<std::pair<Account, std::string>>& permissions);
  /// Sets an existing account's password. False: the exchange has no such account.
  [[nodiscard]] bool change(const Account& account);
  /// Replaces the account's permissions.
  void permit(const std::string& user, const std::vector<std::string>& permissions);
  /// Makes the account as it is to be, whether the exchange has it, a part of it or nothing.
  void put(const Account& account, const std::vector<std::string>& permissions);
  /// Removes the account and its permissions. False: the exchange had no such account.
  bool remove(const std::string& user);
  /// The current contacts of the account.
  std::vector<Contact> online(const std::string& user);

  /// Can the exchange list all contacts?
  bool tells_of_all() const { return dialect_.has("contacts"); }
  /// Users and their contacts, in the exchange's order of names: at most `count`
  /// contacts of users after `after`, which is empty for the first.
  std::vector<std::pair<std::string, Contact>> online_after(const std::string& after, int count);

  /// Can the exchange return accounts as it stores them?
  bool returns_accounts() const { return dialect_.has("account"); }
  /// The account as it is stored there. Throws Unavailable when the dialect cannot read it.
  std::optional<StoredAccount> stored(const std::string& user);
  /// The same for at most `count` users after `after`, in the exchange's order of names; `after`
  /// is empty for the first.
  std::vector<StoredAccount> stored_after(const std::string& after, int count);
  /// Compares the account's password with the password and the hash that are stored there, if they
  /// are. Throws like stored().
  PasswordCheck check_password(const Account& account);
  /// The digest that this account would have there if we had just written it.
  std::string digest(const Account& account);

  /// The begin and end of the latest contact, in seconds from now.
  struct LatestContact {
    std::int64_t began, ends;
  };
  /// By the exchange's own clock; empty without contacts or without the statement in the dialect.
  std::optional<LatestContact> latest_contact();

  /// Reads engine and columns of the exchange's tables and returns a description.
  /// Throws Unavailable when they do not fit the dialect.
  std::string check();
  /// The same, once per process. A server of the exchange's own may be away: it is checked when it
  /// is first asked.
  void require();
  /// Does our transaction cover the exchange's tables? If not, the accounts are written after it,
  /// by PendingAccounts. Throws like require().
  bool joins_transactions();
  /// Do all of the exchange's tables support transactions? Known after check().
  bool supports_transactions() const { return supports_transactions_; }
  /// Does `work` on the exchange, in_time(): all of it or nothing, where its tables support that.
  void transact(const std::function<void()>& work);
  /// Does `work`. Where no transaction of ours covers the exchange, a request waits for it a few
  /// seconds at most, in all its calls together; throws Unavailable when that was too short.
  void in_time(const std::function<void()>& work);
  /// Asks a question that a request can do without. False: the exchange does not answer, or not
  /// in_time(). Throws Unavailable of other services.
  [[nodiscard]] bool ask(const std::function<void()>& question);
  /// Why it did not answer ask() a moment ago; else empty.
  std::string why_away() const;
  /// Like sql::Connection::restore(), for a connection of its own.
  void restore() noexcept;
  /// The next request waits as long as in_time() says again.
  void renew_time() noexcept { wait_left_ = longest_wait; }
  /// Is a new account, without permissions, one statement?
  bool adds_at_once() { return dialect()["add"].parts.size() == 1; }
  /// The connection to the exchange's tables.
  sql::Connection& database() { return own_ ? *own_ : database_; }
  /// How many characters a password has at most: those that fit into the exchange's column, once
  /// that is known.
  std::size_t password_width() const {
    return stores_password_ ? password_width_ : longest_password;
  }
  /// The dialect, for the columns that the exchange's tables really have; asks once per process.
  const Dialect& dialect();

 private:
  std::vector<sql::Row> query(const std::string& statement, const Account& account,
                              const std::string& permission = "");
  /// A question that is one statement, about all of the users in its lists.
  std::vector<sql::Row> query_all(const BoundSql& sql, const std::vector<std::string>& users);
  /// For a statement that gives a part of a list.
  std::vector<sql::Row> query_page(const std::string& statement, const std::string& after,
                                   int count);
  void change_each(const std::string& statement,
                   const std::vector<std::pair<Account, std::string>>& accounts);
  /// Like query(), for a statement without rows; returns the number of affected rows.
  std::uint64_t run(const std::string& statement, const Account& account);
  /// The value of a StoredSecret; empty when [account] store leaves it out.
  std::string secret(std::string_view name, const Account& account) const;
  std::string digest_of(const std::function<std::string(const StoredSecret&)>& value) const;
  StoredAccount stored_in(const sql::Row& row) const;
  /// Throws Unavailable unless the dialect has this optional statement.
  void need(const std::string& statement) const;
  std::vector<sql::Value> values(const BoundSql& sql, const Account& account,
                                 const std::string& permission) const;

  /// How long a request waits for an exchange that our transactions do not cover.
  static constexpr std::chrono::milliseconds longest_wait{3000};

  void check_once();
  void set_password_width(std::size_t width);
  /// When accounts are written, and why, for people.
  std::string mode() const;

  sql::Connection& database_;
  // To its own server, and to tables that no transaction of ours covers.
  std::optional<sql::Connection> own_;
  const Deadline* deadline_;
  bool has_own_server_;
  std::chrono::milliseconds wait_left_ = longest_wait;  // of the present request
  std::string why_away_;
  std::chrono::steady_clock::time_point not_asked_until_{};
  std::string dialect_name_, domain_, proxy_, sip_;
  bool stores_password_, stores_hashes_, uses_domains_;
  std::vector<Permission> permissions_;
  Dialect dialect_;
  bool is_checked_ = false, knows_columns_ = false;
  bool supports_transactions_ = false;             // all of its tables do; since check()
  std::size_t password_width_ = longest_password;  // of the column
};

}  // namespace spaconf
