// Asks the server's information schema about the exchange's tables.
#include "account/exchange_tables.h"

#include <algorithm>
#include <vector>

#include "account/table_names.h"
#include "base/error.h"
#include "base/text.h"

namespace spaconf {
namespace {

/// The tables below a view, from its definition, which is empty without the privilege SHOW VIEW.
std::string below_view(sql::Connection& database, const std::string& schema,
                       const std::string& view) {
  std::vector<std::string> names;
  for (const auto& row : database.query("SELECT view_definition FROM information_schema.views"
                                        " WHERE table_schema = ? AND table_name = ?",
                                        {schema, view})) {
    for (const NamedTable& each : named_tables(row.text(0), schema)) {
      names.push_back(each.schema + "." + each.name);
    }
  }
  return names.empty() ? "" : " of " + joined(names, ", ");
}

}  // namespace

ExchangeTables exchange_tables(const Dialect& dialect, sql::Connection& database) {
  const std::string& schema = dialect.schema();
  // One query for everything, because it delays a process's first request.
  std::string marks;
  std::vector<sql::Value> values{schema, schema};
  for (const std::string& table : dialect.tables()) {
    marks += marks.empty() ? "?" : ", ?";
    values.emplace_back(table);
  }
  const auto rows = database.query(
      "SELECT tables.table_name, tables.engine, columns.character_maximum_length,"
      " tables.table_type"
      " FROM information_schema.tables LEFT JOIN information_schema.columns"
      " ON columns.table_schema = ? AND columns.table_name = tables.table_name"
      " AND columns.column_name = 'password'"
      " WHERE tables.table_schema = ? AND tables.table_name IN (" +
          marks + ")",
      values);
  ExchangeTables found;
  for (const std::string& table : dialect.tables()) {
    const auto row =
        std::ranges::find_if(rows, [&](const auto& each) { return each.text(0) == table; });
    if (row == rows.end()) {
      throw Unavailable("exchange", "check: " + schema + " has no table " + table);
    }
    if (row->text(3) == "VIEW") {
      throw Unavailable("exchange", "check: " + table + " is a view" +
                                        below_view(database, schema, table) +
                                        ": in a copy of the dialect, name the tables that SHOW "
                                        "CREATE VIEW " +
                                        table + " shows in the line -- tables:");
    }
    found.engines.insert(row->text(1));
    const bool has_passwords = table == dialect.tables().front() && !row->is_null(2);
    if (has_passwords) found.password_width = static_cast<std::size_t>(row->number(2));
  }
  return found;
}

}  // namespace spaconf
