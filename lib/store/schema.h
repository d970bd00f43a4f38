// Creates and upgrades our tables.
#pragma once

#include <functional>
#include <string>

#include "base/sql.h"

namespace spaconf {

/// The version these programs are made for.
int schema_version();

/// The version the database is at; 0 when it is empty.
int current_schema_version(sql::Connection& database);

/// Brings the database up to schema_version(), however long that takes, and tells `say` each step
/// as it begins. One program at a time does this; others wait for it. The connection is then one
/// that waits for ever. Throws Misconfigured when the database is newer than the program.
void migrate(sql::Connection& database, const std::function<void(const std::string&)>& say);

/// Throws Unavailable, naming the command that mends it, unless the database is at
/// schema_version().
void require_schema(sql::Connection& database);

}  // namespace spaconf
