// Compares rows, exchange, TFTP folder and tickets, and repairs what spaconf owns.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "reconcile/finding.h"
#include "reconcile/regenerate.h"
#include "registration/services.h"
#include "ticket/ticket_system.h"

namespace spaconf {

/// The options of a comparison.
struct ReconcileOptions {
  std::string actor;     ///< The user, for the audit
  bool repairs = false;  ///< Otherwise nothing is changed
  /// Called with each finding, after its repair.
  std::function<void(const Finding&)> on_finding = [](auto&) {};
};

/// The result of a comparison.
struct ReconcileResult {
  int found = 0, repaired = 0;
  /// What could not be checked, and why: "ticket system: rt: …".
  std::vector<std::string> not_checked;
};

/// Compares our rows with one another, the exchange, the TFTP folder and the ticket system, which
/// may be left out with nullptr. It can run at any time: a change in progress is not a
/// finding. It never touches what others created. If a service is unavailable, only its own side is
/// not checked.
ReconcileResult reconcile(Services& services, TicketSystem* tickets,
                          const ReconcileOptions& options);

/// The cheap part of it: queues tasks again for incomplete rows without a task. Throws Unavailable.
void requeue_unfinished(Store& store, Publisher& publisher, const std::string& actor);

/// Recreates the folder, the initial profiles and every profile from the database. After an
/// interruption it can be run again; readers always see complete files. Throws like regenerate().
RegenerateResult rebuild(const Config& config, const RegenerateOptions& options);

}  // namespace spaconf
