// Warns of a database server that does not write each commit to its disk.
#pragma once

#include <string>
#include <string_view>

#include "base/sql.h"

namespace spaconf {

/// The server's innodb_flush_log_at_trx_commit. Throws Unavailable.
std::string flush_setting(sql::Connection& database);
constexpr std::string_view safe_flush_setting = "1";

/// The warning about the server's innodb_flush_log_at_trx_commit; empty when it is 1. Throws
/// Unavailable.
std::string durability_warning(sql::Connection& database, const std::string& service,
                               const std::string& what);

}  // namespace spaconf
