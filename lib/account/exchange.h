// The exchange's own tables, through the statements of its dialect.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "account/account.h"
#include "account/dialect.h"
#include "base/config.h"
#include "base/sql.h"

namespace spaconf {

/// A permission group of the exchange: its name there and what people call it.
using Permission = std::pair<std::string, std::string>;

/// The exchange. Its tables are in another database of the same server as ours, so
/// that what happens here is part of the transaction that is open on `database`.
class Exchange {
 public:
  /// Reads [account]; `dialects` is the folder templates/pbx. Throws Misconfigured.
  Exchange(const Section& account, const std::filesystem::path& dialects,
           sql::Connection& database);

  const std::string& domain() const { return domain_; }
  /// Where phones send everything; empty when the domain tells them.
  const std::string& proxy() const { return proxy_; }
  /// Where the exchange itself takes SIP from us, "192.0.2.1:5060"; empty when nobody said.
  const std::string& sip() const { return sip_; }
  /// In the order of the configuration.
  const std::vector<Permission>& permissions() const { return permissions_; }

  /// Has the exchange an account of this name, by whomever?
  bool has(const std::string& user);
  /// How the exchange writes the name, which it finds in any letter case; empty when it has none.
  std::string spelling(const std::string& user);
  /// Other domains that have an account of this name, which the exchange does not tell from
  /// ours; always empty when it uses domains ([account] use_domain).
  std::vector<std::string> namesakes(const std::string& user);
  /// User and other domain of all such accounts, by the exchange's order of names: at most
  /// `count` of users after `after`, which is empty for the first.
  std::vector<std::pair<std::string, std::string>> namesakes_after(const std::string& after,
                                                                   int count);
  /// Throws sql::Duplicate when the exchange has the account already.
  void add(const Account& account);
  /// Throws sql::Duplicate when an account of this name has one of them already.
  void grant(const Account& account, const std::vector<std::string>& permissions);
  /// Gives an account that is there another password. False: the exchange has none of this name.
  [[nodiscard]] bool change(const Account& account);
  /// It may call this from now on, and nothing else.
  void permit(const std::string& user, const std::vector<std::string>& permissions);
  /// Takes the account away, with all that it may. False: the exchange had none of this name.
  bool remove(const std::string& user);
  /// Where its phones are at this moment.
  std::vector<Contact> online(const std::string& user);

  /// Does the exchange tell of all phones at once?
  bool tells_of_all() const { return dialect_.has("contacts"); }
  /// Users and where their phones are, by the exchange's order of names: at most `count`
  /// contacts of users after `after`, which is empty for the first.
  std::vector<std::pair<std::string, Contact>> online_after(const std::string& after, int count);

  /// The account as it stands there, by whomever. Throws Unavailable when the dialect cannot say.
  std::optional<StoredAccount> stored(const std::string& user);
  /// The same of at most `count` users after `after`, by the exchange's order of names; `after`
  /// is empty for the first.
  std::vector<StoredAccount> stored_after(const std::string& after, int count);
  /// What the digest of this account would be there, if it stood there as we fill it.
  std::string digest(const Account& account) const;

  /// When the contact that was written last begins and ends, in seconds from now.
  struct LatestContact {
    std::int64_t began, ends;
  };
  /// By the exchange's own clock; empty when it has no contacts or the dialect cannot say.
  std::optional<LatestContact> latest_contact();

  /// Reads engine and columns of the exchange's tables and says what was found.
  /// Throws Unavailable when one transaction cannot cover them.
  std::string check();

 private:
  std::vector<sql::Row> query(const std::string& statement, const Account& account,
                              const std::string& permission = "");
  /// Like query(), for a statement that has no rows: how many it found.
  std::uint64_t run(const std::string& statement, const Account& account);
  std::string digest(std::string password, std::string ha1, std::string ha1b) const;
  StoredAccount stored_in(const sql::Row& row) const;
  /// Throws Unavailable unless the dialect has this statement, which it may leave out.
  void need(const std::string& statement) const;
  std::vector<sql::Value> page(const std::string& statement, const std::string& after,
                               int count) const;
  std::vector<sql::Value> values(const DialectStatement& statement, const Account& account,
                                 const std::string& permission) const;

  sql::Connection& database_;
  std::string dialect_name_, schema_, domain_, proxy_, sip_;
  bool stores_password_, stores_hashes_, uses_domains_;
  std::vector<Permission> permissions_;
  Dialect dialect_;
};

}  // namespace spaconf
