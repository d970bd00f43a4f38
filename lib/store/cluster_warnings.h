// Warns of hosts of the database's cluster that cannot be used, or only unsafely.
#pragma once

#include <string>
#include <vector>

#include "base/sql.h"

namespace spaconf {

/// A sentence for each host that does not accept work, and for each that does not write each commit
/// to its disk. Empty without a cluster. Waits at most a second for each host.
std::vector<std::string> cluster_warnings(const sql::Connection& database);

}  // namespace spaconf
