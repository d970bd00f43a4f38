// Rechecks a difference under the row's lock, repairs and reports it.
// A difference counts only if it remains under the row's lock: a change in progress either holds
// that lock or has queued a task for what is missing.
#include "reconcile/comparison.h"

#include "base/error.h"
#include "base/log.h"
#include "registration/audit_events.h"

namespace spaconf {

void Comparison::recheck_locked(const std::function<std::optional<Recheck>()>& look) {
  std::optional<Recheck> found;
  try {
    store_.transact([&] {
      found = look();
      if (found && options_.repairs) found->finding.repaired = repair(*found);
    });
  } catch (const sql::Busy&) {
    return;  // a change in progress holds the lock
  } catch (const Unavailable&) {
    throw;
  } catch (const std::exception& error) {
    return not_checked(error.what());  // only this row; the others are still checked
  }
  if (!found) return;
  Finding& finding = found->finding;
  // If the file cannot be written now, its task remains queued.
  if (finding.repaired && found->to_be_published) {
    finding.repaired = publisher_.publish(found->to_be_published);
  }
  ++done_.found;
  done_.repaired += finding.repaired;
  options_.on_finding(finding);
}

bool Comparison::repair(const Recheck& recheck) {
  const Finding& finding = recheck.finding;
  if (finding.kind.report_only) return false;
  try {
    if (recheck.repair) recheck.repair();
  } catch (const Unavailable& error) {
    if (error.service() == "database") throw;
    log(Priority::warning, "repair failed", {{"what", finding.what}, {"why", error.what()}});
    return false;
  }
  store_.audit_trail.add(options_.actor, name(AuditEvent::repaired), recheck.ref,
                         std::string(finding.kind.name) + " " + finding.what + ": " +
                             finding.sentence + ": " + std::string(finding.kind.repair_text));
  return true;
}

}  // namespace spaconf
