// Warns of a database server that does not write each commit to its disk.
#pragma once

#include <string>

#include "base/sql.h"

namespace spaconf {

/// The warning about the server's innodb_flush_log_at_trx_commit; empty when it is 1. Throws
/// Unavailable.
std::string durability_warning(sql::Connection& database, const std::string& service,
                               const std::string& what);

}  // namespace spaconf
