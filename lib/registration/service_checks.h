// Checks that each service answers and fits the configuration.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "registration/services.h"

namespace spaconf {

struct CheckResult {
  bool ok;
  std::string sentence;  ///< What was found, or what is wrong
};

/// One service to try.
struct Check {
  std::string service;
  std::function<std::string()> ask;  ///< Says what was found or throws

  CheckResult run() const;
};

/// The services that every program uses, quickest first. None of them is changed.
std::vector<Check> checks_of(Services& services);

}  // namespace spaconf
