// Finds out which columns of a dialect's conditions the exchange's tables lack.
#pragma once

#include <set>
#include <string>

#include "account/dialect.h"
#include "base/sql.h"

namespace spaconf {

/// Those of dialect.conditions() that the exchange does not have. Asks nothing for a dialect
/// without conditions. Throws Unavailable when the exchange lacks a table
/// that they name.
std::set<std::string> missing_columns(const Dialect& dialect, sql::Connection& database);

}  // namespace spaconf
