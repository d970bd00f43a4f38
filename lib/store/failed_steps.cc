// SQL for failed steps of the worker.
#include "store/failed_steps.h"

#include "store/column_values.h"

namespace spaconf {

void FailedSteps::failed(const std::string& step, const std::string& reason) {
  database_.change(
      "INSERT INTO failed_step (step, reason, since) VALUES (?, ?, UTC_TIMESTAMP(3))"
      " ON DUPLICATE KEY UPDATE reason = VALUES(reason)",
      {step, truncate_reason(reason)});
}

void FailedSteps::succeeded(const std::string& step) {
  database_.change("DELETE FROM failed_step WHERE step = ?", {step});
}

std::vector<FailedStep> FailedSteps::all() {
  std::vector<FailedStep> steps;
  for (const auto& row :
       database_.query("SELECT step, reason, DATE_FORMAT(since, '%Y-%m-%d %H:%i:%s'),"
                       " TIMESTAMPDIFF(SECOND, since, UTC_TIMESTAMP(3))"
                       " FROM failed_step ORDER BY since, step")) {
    steps.push_back({row.text(0), row.text(1), row.text(2), std::chrono::seconds(row.number(3))});
  }
  return steps;
}

}  // namespace spaconf
