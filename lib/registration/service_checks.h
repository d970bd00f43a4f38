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
};

/// One service to check.
struct Check {
  std::string service;
  std::function<std::string()> ask;  ///< Returns the result or throws

  CheckResult run() const;
};

/// The services that a program uses, fastest first: the folder only if it writes there. The checks
/// change nothing.
std::vector<Check> checks_of(const TftpFolder& folder, sql::Connection& database,
                             Exchange& exchange, Directory& directory);

}  // namespace spaconf
