// Our tables, and how older ones become today's.
#pragma once

#include <string>
#include <vector>

#include "base/sql.h"

namespace spaconf {

/// The version these programs are made for.
int schema_version();

/// The version the database is at; 0 when it is empty.
int current_schema_version(sql::Connection& database);

/// Brings the database up to schema_version() and gives the steps that it took.
/// Throws Misconfigured when the database is newer than the program.
std::vector<std::string> migrate(sql::Connection& database);

/// Throws Unavailable, naming the command that mends it, unless the database is at
/// schema_version().
void require_schema(sql::Connection& database);

/// As much of a reason as its columns have room for.
std::string fitting(const std::string& reason);

}  // namespace spaconf
