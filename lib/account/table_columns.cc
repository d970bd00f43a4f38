// Compares a dialect's conditions with the columns that the database lists.
#include "account/table_columns.h"

#include "base/error.h"

namespace spaconf {

std::set<std::string> missing_columns(const Dialect& dialect, sql::Connection& database) {
  std::set<std::string> tables, missing = dialect.conditions();
  for (const std::string& each : missing) tables.insert(each.substr(0, each.find('.')));
  for (const std::string& table : tables) {
    const auto rows = database.query(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = ? AND table_name = ?",
        {dialect.schema(), table});
    // Without this, a misspelt table would look like one that lacks the column.
    if (rows.empty()) {
      throw Unavailable("exchange", "check: " + dialect.schema() + " has no table " + table);
    }
    for (const auto& row : rows) missing.erase(table + "." + row.text(0));
  }
  return missing;
}

}  // namespace spaconf
