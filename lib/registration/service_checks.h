// Checks that each service answers and fits the configuration.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "account/exchange.h"
#include "base/sql.h"
#include "person/directory.h"
#include "phone/tftp_folder.h"

namespace spaconf {

struct CheckResult {
  bool ok;
  std::string sentence;  ///< The result, or the error
  std::string warning;   ///< What is wrong although the service can be used; usually empty
};

/// One service to check.
struct Check {
  std::string service;
  std::function<std::string()> ask;        ///< Returns the result or throws
  std::function<std::string()> warn = {};  ///< Returns the warning or throws; may be absent

  CheckResult run() const;
};

/// The services that a program uses, fastest first: the folder only if it writes there. The checks
/// change nothing.
std::vector<Check> checks_of(const TftpFolder& folder, sql::Connection& database,
                             Exchange& exchange, Directory& directory);

}  // namespace spaconf
