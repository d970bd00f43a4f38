// Qualifies the tables of an SQL statement with a database name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spaconf {

/// A table that a statement names, or a procedure that it calls.
struct NamedTable {
  std::string schema, name;
  std::string keyword;  ///< The one before it: FROM, JOIN, INSERT, REPLACE, INTO, UPDATE or CALL

  bool operator==(const NamedTable&) const = default;
};

/// The statement with `schema` before each table that has no database yet:
/// "SELECT a FROM t" gives "SELECT a FROM `schema`.`t`". Tables are what follows FROM, JOIN,
/// INSERT, REPLACE, INTO or UPDATE, also in lists and subqueries; a procedure is what follows CALL.
std::string with_schema(std::string_view sql, std::string_view schema);
/// These tables and procedures, in the statement's order. One without a database has `schema`.
std::vector<NamedTable> named_tables(std::string_view sql, std::string_view schema);

}  // namespace spaconf
