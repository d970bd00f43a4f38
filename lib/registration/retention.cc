// The table of what is purged: key, default and purge function of each.
#include "registration/retention.h"

#include <chrono>
#include <cstdint>
#include <string>

#include "base/log.h"

namespace spaconf {
namespace {

using std::chrono::days;

/// A step purges some rows at a time, so that none is locked for long.
constexpr std::chrono::minutes between_purges{1};
/// A hundred years.
constexpr int most_days = 36500;

/// Something that is kept for a number of days.
struct Retention {
  const char* name;  ///< Of the step
  const char* key;   ///< In [registration]; 0 keeps for ever
  int fallback;
  std::uint64_t (*purge)(Services& services, days age);  ///< Returns how many it has deleted
};

constexpr Retention retentions[] = {
    {"old audit entries", "keep_audit", 5 * 365,
     [](Services& services, days age) { return services.store.audit_trail.purge(age); }},
    // A table that is imported again within a year registers none of its phones again.
    {"old requests", "keep_requests", 365,
     [](Services& services, days age) { return services.store.request_keys.purge(age); }},
    {"old revisions", "keep_revisions", 5 * 365,
     [](Services& services, days age) { return services.store.revisions.purge(age); }},
    {"old events", "keep_events", 90,
     [](Services& services, days age) {
       services.store.deliveries.purge(age);
       return services.store.events.purge(age);
     }},
    {"old jobs", "keep_jobs", 14,
     [](Services& services, days age) { return services.store.jobs.purge(age); }},
    {"old roll-outs", "keep_rollouts", 365,
     [](Services& services, days age) { return services.store.rollouts.purge(age); }},
    {"old quarantined files", "keep_quarantine", 90,
     [](Services& services, days age) {
       return services.tftp_folder.purge_quarantine(std::chrono::system_clock::now() - age);
     }},
};

WorkerStep step_of(const Retention& retention, const Section& registration, Services& services) {
  const days age{registration.number(retention.key, retention.fallback, 0, most_days)};
  const auto purge = [&retention, &services, age] {
    if (age == days::zero()) return;
    const std::uint64_t count = retention.purge(services, age);
    if (count > 0) log("purged", {{"what", retention.name}, {"count", std::to_string(count)}});
  };
  return {retention.name, without_count(purge), between_purges};
}

}  // namespace

std::vector<WorkerStep> retention_steps(const Section& registration, Services& services) {
  std::vector<WorkerStep> steps;
  for (const Retention& each : retentions) steps.push_back(step_of(each, registration, services));
  return steps;
}

}  // namespace spaconf
