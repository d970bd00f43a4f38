// Deletes the rows of a table that are older than a number of days.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/sql.h"

namespace spaconf {

/// Deletes the oldest rows, some at a time, so that none is locked for long, and returns how many.
/// `time` is an indexed column of `table`.
std::uint64_t purge_older(sql::Connection& database, const char* table, const char* time,
                          std::chrono::days age);

}  // namespace spaconf
