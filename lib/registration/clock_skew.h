// Compares the clocks and time zones of this machine, the database and the exchange.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "account/exchange.h"
#include "base/sql.h"

namespace spaconf {

/// A sentence for each clock or time zone that differs; empty when all agree. Throws
/// Unavailable.
std::vector<std::string> clock_warnings(sql::Connection& database, Exchange& exchange);

/// The warning about the exchange's latest contact, which began and ends so many seconds from now
/// (negative for the past); empty when it looks right.
std::string exchange_clock_warning(std::int64_t began, std::int64_t ends);

}  // namespace spaconf
