// Defines the steps from the directory to the phone, and how far a registration has come on them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/translation.h"
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
inline const char* label(StepState state) {
  constexpr const char* labels[] = {N_("Done"),    N_("Waiting"), N_("Needs attention"),
                                    N_("Not yet"), N_("Unknown"), N_("Not needed")};
  return _(labels[int(state)]);
}

/// One step.
struct PathStep {
  std::string_view name;  ///< "Exchange", to be translated
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
