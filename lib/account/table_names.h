// Qualifies the tables of an SQL statement with a database name.
#pragma once

#include <string>
#include <string_view>

namespace spaconf {

/// The statement with `schema` before each table that has no database yet:
/// "SELECT a FROM t" gives "SELECT a FROM `schema`.`t`". Tables are what follows FROM, JOIN,
/// INSERT, REPLACE, INTO or UPDATE, also in lists and subqueries; a procedure is what follows CALL.
std::string with_schema(std::string_view sql, std::string_view schema);

}  // namespace spaconf
