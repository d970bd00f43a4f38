// Derives privileges from the keywords of statements.
#include "account/privileges.h"

#include "account/table_names.h"
#include "base/text.h"

namespace spaconf {
namespace {

std::string first_word(std::string_view sql) {
  sql = trim(sql);
  return upper(sql.substr(0, sql.find_first_of(" (\n\t\r")));
}

/// `is_changed`: the statement changes this table, and not only reads it.
std::set<std::string> needed(const std::string& sql, const std::string& verb, bool is_changed) {
  if (!is_changed) return {"SELECT"};
  if (verb == "UPDATE") return {"SELECT", "UPDATE"};
  if (verb == "DELETE") return {"DELETE", "SELECT"};
  if (verb == "REPLACE") return {"DELETE", "INSERT"};
  const bool updates = upper(sql).find("ON DUPLICATE KEY UPDATE") != std::string::npos;
  return updates ? std::set<std::string>{"INSERT", "SELECT", "UPDATE"}
                 : std::set<std::string>{"INSERT"};
}

void add(Privileges& privileges, const std::string& sql) {
  const std::string verb = first_word(sql);
  bool is_first = true;
  // The statement's tables have their database already.
  for (const NamedTable& table : named_tables(sql, "")) {
    auto& own = privileges[{table.schema, table.name}];
    const bool is_changed = table.keyword == "INSERT" || table.keyword == "INTO" ||
                            table.keyword == "REPLACE" || table.keyword == "UPDATE" ||
                            (verb == "DELETE" && is_first);
    is_first = false;
    if (table.keyword == "CALL") {
      own.insert("EXECUTE");
    } else {
      own.merge(needed(sql, verb, is_changed));
    }
  }
}

void add(Privileges& privileges, const DialectStatement& statement) {
  for (const BoundSql& part : statement.parts) add(privileges, part.text);
}

}  // namespace

Privileges privileges_of(const DialectStatement& statement) {
  Privileges privileges;
  add(privileges, statement);
  return privileges;
}

Privileges privileges_of(const Dialect& dialect) {
  Privileges privileges;
  for (const auto& [name, statement] : dialect.statements()) add(privileges, statement);
  return privileges;
}

Privileges privileges_of_pages(const Dialect& dialect) {
  Privileges privileges;
  for (std::string_view name : statements_of_pages) {
    if (dialect.has(std::string(name))) add(privileges, dialect[std::string(name)]);
  }
  // A check looks whether the tables exist, and sees only those that it may read.
  for (const std::string& table : dialect.tables()) {
    privileges[{dialect.schema(), table}].insert("SELECT");
  }
  std::string columns;
  for (const std::string& column : dialect.columns()) {
    columns += (columns.empty() ? "`" : ", `") + column + "`";
  }
  if (columns.empty()) return privileges;
  privileges[{dialect.schema(), dialect.tables().front()}] = {"SELECT (" + columns + ")"};
  return privileges;
}

}  // namespace spaconf
