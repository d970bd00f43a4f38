// Finds the privileges that a dialect's statements need.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "account/dialect.h"

namespace spaconf {

/// What a user of the database may do with a table: "SELECT", "INSERT", … or "EXECUTE" for a
/// procedure; by schema and name.
using Privileges = std::map<std::pair<std::string, std::string>, std::set<std::string>>;

/// What one statement needs.
Privileges privileges_of(const DialectStatement& statement);
/// What all statements need.
Privileges privileges_of(const Dialect& dialect);
/// What the pages need: SELECT on the tables. The first one is limited to the dialect's
/// columns(): "SELECT (`username`, `domain`)".
Privileges privileges_of_pages(const Dialect& dialect);

}  // namespace spaconf
