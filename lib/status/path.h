// Defines the steps from the directory to the phone, and how far a registration has come on them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "status/status.h"
#include "store/audit_trail.h"

namespace spaconf {

/// How far a step is. `ahead`: it begins once the steps before it are done; `unknown`: the exchange
/// does not tell.
enum class StepState { done, waiting, failed, ahead, unknown, left_out };

/// Its name as pages have it in attributes: "left-out".
constexpr std::string_view name(StepState state) {
  constexpr std::string_view names[] = {"done",  "waiting", "failed",
                                        "ahead", "unknown", "left-out"};
  return names[int(state)];
}
/// The same for people: "Not needed".
constexpr std::string_view label(StepState state) {
  constexpr std::string_view labels[] = {"Done",    "Waiting", "Needs attention",
                                         "Not yet", "Unknown", "Not needed"};
  return labels[int(state)];
}

/// One step.
struct PathStep {
  std::string_view name;  ///< "Exchange"
  StepState state;
  std::string detail = {};  ///< What was done, or what it waits for; empty when `name` says it
  std::string at = {};      ///< When: UTC, "2026-11-23 10:32:07"; empty when that is not known
};

/// The steps of a live phone, in their order: directory, exchange, profile, ticket, phone.
/// `entries` are those of its audit trail, the newest first. Pure, as status_of().
std::vector<PathStep> path_of(const Record& record, const PhoneObservations& seen,
                              const std::vector<AuditEntry>& entries);

/// The first step that waits or needs attention; the number of steps when there is none.
std::size_t current_step(const std::vector<PathStep>& path);

}  // namespace spaconf
