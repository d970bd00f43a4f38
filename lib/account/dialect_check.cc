// Tries a dialect with an account of its own, in the order of an account's life.
#include "account/dialect_check.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "account/password.h"
#include "account/privileges.h"
#include "base/crypto.h"
#include "base/text.h"

namespace spaconf {
namespace {

/// Undoes the transaction.
struct Rollback {};

constexpr int accounts_at_once = 1000;

/// The statements that a rollback undoes; another one, such as TRUNCATE, would commit.
constexpr std::string_view verbs[] = {"SELECT",  "WITH", "INSERT", "UPDATE",
                                      "REPLACE", "CALL", "DO",     "DELETE"};

std::string verb(std::string_view sql) {
  const auto begin = std::min(sql.find_first_not_of("( \t\r\n"), sql.size());
  return upper(sql.substr(begin, sql.find_first_of(" (\t\r\n", begin) - begin));
}

/// Why the statement's changes could not be rolled back; empty when they can.
std::string objection(const Dialect& dialect, const DialectStatement& statement) {
  for (const BoundSql& part : statement.parts) {
    if (std::ranges::find(verbs, verb(part.text)) == std::end(verbs)) {
      return verb(part.text) + " cannot be rolled back";
    }
  }
  const auto& tables = dialect.tables();
  for (const auto& [table, privileges] : privileges_of(statement)) {
    if (privileges == std::set<std::string>{"SELECT"} || privileges.contains("EXECUTE")) continue;
    if (table.first != dialect.schema() ||
        std::ranges::find(tables, table.second) == tables.end()) {
      return "changes the table " + table.second + ", which the line -- tables: does not name";
    }
  }
  return "";
}

std::vector<std::string> sorted(std::vector<std::string> words) {
  std::ranges::sort(words);
  return words;
}

class DialectCheck {
 public:
  DialectCheck(const Section& account, const Dialect& dialect, sql::Connection& database)
      : dialect_(dialect), exchange_(account, dialect, database) {
    for (const auto& [name, label] : exchange_.permissions()) permissions_.push_back(name);
    account_ = {"spaconf-check-" + random_key().substr(0, 16), exchange_.domain(), new_password()};
  }

  std::vector<std::string> faults() {
    for (const auto& [name, statement] : dialect_.statements()) {
      const std::string why = objection(dialect_, statement);
      if (!why.empty()) fault(name, why);
    }
    if (!faults_.empty()) return faults_;
    try {
      exchange_.check();
    } catch (const Unavailable& error) {
      if (error.service() != "exchange") throw;
      return {dialect_.where_tables() + ": " + error.what()};
    }
    if (!exchange_.supports_transactions()) {
      return {dialect_.where_tables() +
              ": not all tables support transactions, so nothing could be rolled back: try the "
              "dialect on a copy of the tables with ENGINE=InnoDB"};
    }
    account_.password = new_password(exchange_.password_width());
    try {
      exchange_.database().transact([this] {
        faults_.clear();
        use_every_statement();
        throw Rollback();
      });
    } catch (const Rollback&) {
    }
    return faults_;
  }

 private:
  void use_every_statement() {
    for (const StatementKind& kind : statement_kinds) compare_columns(kind);
    const std::string& user = account_.user;
    const bool is_added = attempt("add", [&] { exchange_.add(account_); });
    if (is_added) {
      attempt("add", [&] {
        try {
          exchange_.add(account_);
          fault("add", "creates an account that exists; the table needs a unique key of its names");
        } catch (const sql::Duplicate&) {
        }
      });
    }
    attempt("find", [&] {
      if (exchange_.spelling(user) != user && is_added) fault("find", "does not find the account");
    });
    attempt("conflicts", [&] {
      if (is_added && exchange_.conflicts(user).account != user) {
        fault("conflicts", "does not return the account");
      } else if (is_added && !exchange_.free_of({user, user + "x"}).empty()) {
        fault("conflicts", "does not return the account if :users has several");
      }
    });
    attempt("grant", [&] { exchange_.grant(account_, permissions_); });
    if (is_added) compare_stored();
    attempt("change", [&] {
      account_.password = new_password(exchange_.password_width());
      if (!exchange_.change(account_) && is_added) fault("change", "does not change the account");
    });
    if (is_added) compare_stored();
    attempt("online", [&] { exchange_.online(user); });
    attempt("contacts", [&] { exchange_.online_after(user, 1); });
    attempt("clock", [&] { exchange_.latest_contact(); });
    attempt("namesakes", [&] { exchange_.namesakes(user); });
    attempt("all_namesakes", [&] { exchange_.namesakes_after(user, 1); });
    const bool is_revoked = attempt("revoke", [&] { exchange_.permit(user, {}); });
    if (is_revoked) {
      attempt("remove", [&] {
        if (!exchange_.remove(user) && is_added) {
          fault("remove", "does not delete the account");
        } else if (exchange_.has(user)) {
          fault("remove", "leaves the account");
        }
      });
    }
  }

  void compare_columns(const StatementKind& kind) {
    const std::string name(kind.name);
    unsigned wanted = kind.columns;
    if (name == "account" || name == "accounts") {
      for (const StoredSecret& each : stored_secrets) {
        if (stores(exchange_.dialect(), each)) wanted = std::max(wanted, each.column + 1);
      }
    }
    if (wanted == 0) return;
    attempt(name, [&] {
      const BoundSql& sql = exchange_.dialect()[name].parts.back();
      std::vector<sql::Value> values;
      for (const std::string& each : sql.names) {
        values.emplace_back(each == "count" ? sql::Value(1) : sql::Value(""));
      }
      exchange_.database().query(sql.text, values);
      try {
        // Sorting by a column that the answer does not have fails, also without rows.
        exchange_.database().query("(" + sql.text + ") ORDER BY " + std::to_string(wanted), values);
      } catch (const Unavailable&) {
        throw;
      } catch (const std::exception&) {
        fault(name, "its answer has fewer than " + std::to_string(wanted) + " columns");
      }
    });
  }

  /// Do account and accounts return what the account was given?
  void compare_stored() {
    const std::string& user = account_.user;
    attempt("account", [&] { compare("account", exchange_.stored(user)); });
    attempt("accounts", [&] {
      // Only a few names are between the two.
      const auto page = exchange_.stored_after(user.substr(0, user.size() - 1), accounts_at_once);
      const auto own = std::ranges::find(page, user, &StoredAccount::user);
      compare("accounts", own == page.end() ? std::optional<StoredAccount>() : *own);
    });
  }

  void compare(const std::string& name, const std::optional<StoredAccount>& stored) {
    if (!stored) return fault(name, "does not return the account");
    if (stored->digest != exchange_.digest(account_)) {
      fault(name, "returns other passwords or hashes than add or change stored");
    }
    if (sorted(stored->permissions) != sorted(permissions_)) {
      fault(name, "returns other permissions than grant added");
    }
  }

  /// Does `work`, which uses this statement, if the dialect has it. False: it failed.
  bool attempt(const std::string& name, const std::function<void()>& work) {
    if (!dialect_.has(name) || failed_.contains(name)) return false;
    const auto known = faults_.size();
    try {
      work();
    } catch (const sql::Lost&) {
      throw;
    } catch (const sql::Busy&) {
      throw;
    } catch (const std::exception& error) {
      fault(name, error.what());
    }
    if (faults_.size() > known) failed_.insert(name);
    return faults_.size() == known;
  }

  void fault(const std::string& name, const std::string& sentence) {
    faults_.push_back(dialect_[name].where + ": " + name + ": " + sentence);
  }

  const Dialect& dialect_;
  Exchange exchange_;
  Account account_;
  std::vector<std::string> permissions_, faults_;
  std::set<std::string> failed_;  ///< The statements with a fault, of which one is enough
};

}  // namespace

std::vector<std::string> unusable_statements(Exchange& exchange) {
  std::vector<std::string> sentences;
  for (const auto& [name, statement] : exchange.dialect().statements()) {
    try {
      for (const BoundSql& part : statement.parts) exchange.database().prepare(part.text);
    } catch (const sql::Lost&) {
      throw;
    } catch (const std::exception& error) {
      sentences.push_back(statement.where + ": " + name + ": " + error.what());
    }
  }
  return sentences;
}

std::vector<std::string> dialect_faults(const Section& account, const Dialect& dialect,
                                        sql::Connection& database) {
  return DialectCheck(account, dialect, database).faults();
}

}  // namespace spaconf
