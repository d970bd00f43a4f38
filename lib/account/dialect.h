// Holds a dialect: the SQL statements for an exchange's accounts.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/config.h"
#include "base/template.h"

namespace spaconf {

/// A statement with ? instead of its :names, and those names in order.
struct DialectStatement {
  std::string text;
  std::vector<std::string> names;
};

/// The statements that the pages run; the other programs run all of them.
constexpr std::string_view statements_of_pages[] = {"find", "namesakes", "online"};

/// The statements of one kind of exchange. A file of them is SQL in which a line
/// `-- name: purpose` begins each statement; all other lines that begin with `--`
/// are comments. Values are :user :domain :password :ha1 :ha1b :permission :after :count; outside
/// quotes they are bound, never pasted. Tables without a database belong to `schema`.
class Dialect {
 public:
  /// Throws Misconfigured: no such file, a statement missing, unknown or unfinished.
  Dialect(const std::filesystem::path& file, const std::string& schema);

  const DialectStatement& operator[](const std::string& statement) const {
    return statements_.at(statement);
  }
  bool has(const std::string& statement) const { return statements_.contains(statement); }
  /// The tables that the statements change: from the line `-- tables: a b`.
  const std::vector<std::string>& tables() const { return tables_; }
  /// The columns of the first table that the pages read: from the line `-- columns: a b`. Empty:
  /// not known.
  const std::vector<std::string>& columns() const { return columns_; }
  /// The exchange's database.
  const std::string& schema() const { return schema_; }
  const std::map<std::string, DialectStatement>& statements() const { return statements_; }

 private:
  std::string schema_;
  std::map<std::string, DialectStatement> statements_;
  std::vector<std::string> tables_, columns_;
};

/// The dialect that [account] names, among the templates. Throws Misconfigured.
Dialect dialect_of(const Section& account, const Templates& templates);

}  // namespace spaconf
