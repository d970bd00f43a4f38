// Checks that each service answers and fits the configuration.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "registration/services.h"

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

/// The services that every program uses, fastest first. The checks change nothing.
std::vector<Check> checks_of(Services& services);

}  // namespace spaconf
