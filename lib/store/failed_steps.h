// The table of the worker's steps that failed when they were last tried.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/sql.h"

namespace spaconf {

/// A step of the worker that failed when it was last tried.
struct FailedStep {
  std::string step, reason;
  std::string since;  ///< UTC, "2026-11-23 10:33:07"
  std::chrono::seconds age;
};

/// The table of failed steps. Each step is known by its name.
class FailedSteps {
 public:
  explicit FailedSteps(sql::Connection& database) : database_(database) {}

  void failed(const std::string& step, const std::string& reason);
  void succeeded(const std::string& step);
  std::vector<FailedStep> all();  ///< What failed first comes first

 private:
  sql::Connection& database_;
};

}  // namespace spaconf
