// Holds a dialect: the SQL statements for an exchange's accounts.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/config.h"
#include "base/template.h"

namespace spaconf {

/// A statement that a dialect has, or may have.
struct StatementKind {
  std::string_view name;
  bool is_required;
  std::string_view values;  ///< The :names that it may use, separated by blanks
  unsigned columns;         ///< How many its answer has at least; 0 when it has no rows
};

constexpr StatementKind statement_kinds[] = {
    {"find", true, "user domain", 1},
    {"conflicts", false, "user users domain", 2},
    {"add", true, "user domain password ha1 ha1b ha1_sha256 ha1_sha512t256", 0},
    {"change", true, "user domain password ha1 ha1b ha1_sha256 ha1_sha512t256", 0},
    {"remove", true, "user domain", 0},
    {"grant", true, "user domain permission", 0},
    {"revoke", true, "user domain", 0},
    {"online", true, "user domain", 4},
    {"contacts", false, "domain after count", 5},
    {"account", false, "user domain", 5},
    {"accounts", false, "domain after count", 5},
    {"namesakes", false, "user domain", 1},
    {"all_namesakes", false, "domain after count", 2},
    {"clock", false, "domain", 2},
};

/// A secret that `add` may store, and its column in the answers of `account` and `accounts`.
struct StoredSecret {
  std::string_view name;
  unsigned column;
};

constexpr StoredSecret stored_secrets[] = {
    {"password", 1}, {"ha1", 2}, {"ha1b", 3}, {"ha1_sha256", 5}, {"ha1_sha512t256", 6},
};

/// SQL with ? instead of its :names, and those names in order. The text is for one user; text_for()
/// makes that for many of it.
struct BoundSql {
  std::string text;
  std::vector<std::string> names;

  /// Is :name one of its placeholders?
  bool has(std::string_view name) const;
  /// The SQL with so many users, at least one, in each IN (:users).
  std::string text_for(std::size_t users) const;
};

/// A statement: one or several of SQL, of which the last one may return rows.
struct DialectStatement {
  std::vector<BoundSql> parts;
  std::string where;  ///< "FILE:LINE" of the line that names it
};

/// The statements that the pages run; the other programs run all of them.
constexpr std::string_view statements_of_pages[] = {"find", "namesakes", "conflicts", "online"};

/// The statements of one kind of exchange. A file of them is SQL in which a line
/// `-- name: purpose` begins each statement; all other lines that begin with `--`
/// are comments. Outside quotes :names are bound, never pasted. Tables without a database belong
/// to `schema`. A line that ends with `-- if TABLE.COLUMN` is there only if the column is, one with
/// `-- unless TABLE.COLUMN` only if it is not.
class Dialect {
 public:
  /// For tables that have all columns of the conditions. Throws Misconfigured: no such file, a
  /// statement missing, unknown or unfinished.
  Dialect(const std::filesystem::path& file, const std::string& schema);

  /// The columns that its lines depend on, "TABLE.COLUMN".
  const std::set<std::string>& conditions() const { return conditions_; }
  /// The same dialect for tables that lack these of its conditions().
  Dialect without(const std::set<std::string>& columns) const;

  const DialectStatement& operator[](const std::string& statement) const {
    return statements_.at(statement);
  }
  bool has(const std::string& statement) const { return statements_.contains(statement); }
  /// The tables that the statements change: from the line `-- tables: a b`.
  const std::vector<std::string>& tables() const { return tables_; }
  /// The columns of the first table that the pages read: from the line `-- columns: a b`. Empty:
  /// not known.
  const std::vector<std::string>& columns() const { return columns_; }
  /// "FILE:LINE" of the line `-- tables:`.
  const std::string& where_tables() const { return where_tables_; }
  /// The exchange's database.
  const std::string& schema() const { return schema_; }
  const std::map<std::string, DialectStatement>& statements() const { return statements_; }

 private:
  Dialect(const std::string& file, const std::string& text, const std::string& schema,
          const std::set<std::string>& missing);

  std::string file_, text_, schema_, where_tables_;
  std::set<std::string> conditions_;
  std::map<std::string, DialectStatement> statements_;
  std::vector<std::string> tables_, columns_;
};

/// Does `add` store this secret?
bool stores(const Dialect& dialect, const StoredSecret& secret);
/// The dialect that [account] names, among the templates. Throws Misconfigured.
Dialect dialect_of(const Section& account, const Templates& templates);

}  // namespace spaconf
