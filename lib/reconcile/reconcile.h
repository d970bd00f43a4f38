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

/// What is wanted of a comparison, and who is told.
struct ReconcileOptions {
  std::string actor;     ///< Who asks
  bool repairs = false;  ///< Otherwise nothing is changed
  /// Told of each finding, after it was repaired.
  std::function<void(const Finding&)> on_finding = [](auto&) {};
};

/// How it went.
struct ReconcileResult {
  int found = 0, repaired = 0;
  /// What could not be looked at, and why: "ticket system: rt: …".
  std::vector<std::string> not_checked;
};

/// Compares our rows with one another, the exchange, the TFTP folder and the ticket system, which
/// may be left out with nullptr. Meant to run beside everything else: what is under way is no
/// finding. Never touches what others made. A service that is away hides only what it alone knows.
ReconcileResult reconcile(Services& services, TicketSystem* tickets,
                          const ReconcileOptions& options);

/// The part of it that costs next to nothing: what was begun, and nobody would finish, is promised
/// again. Throws Unavailable.
void requeue_unfinished(Services& services, const std::string& actor);

/// Recreates the folder, the initial profiles and every profile from the database. Cut short
/// anywhere, it can be done again; readers see whole files. Throws like regenerate().
RegenerateResult rebuild(const Config& config, const RegenerateOptions& options);

}  // namespace spaconf
