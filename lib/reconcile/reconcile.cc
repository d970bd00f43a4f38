// Runs the consistency checks of all sides.
// The table of what is compared with our rows.
#include "reconcile/reconcile.h"

#include "base/log.h"
#include "reconcile/comparison.h"

namespace spaconf {
namespace {

struct Side {
  const char* name;
  void (*compare)(Comparison& comparison);
};

constexpr Side sides[] = {
    {"promises", compare_promises},  // rows that nobody would finish
    {"rows", compare_rows},          // rows of ours that do not fit together
    {"exchange", compare_exchange},  // accounts and what they may
    {"TFTP folder", compare_folder},
};

/// One side that is away says nothing about the others.
void tried(Comparison& comparison, const std::string& name, const std::function<void()>& compare) {
  try {
    compare();
  } catch (const std::exception& error) {
    comparison.not_checked(name + ": " + error.what());
  }
}

}  // namespace

ReconcileResult reconcile(Services& services, TicketSystem* tickets,
                          const ReconcileOptions& options) {
  Comparison comparison(services, options);
  for (const Side& side : sides) {
    tried(comparison, side.name, [&] { side.compare(comparison); });
  }
  if (tickets) tried(comparison, "ticket system", [&] { compare_tickets(comparison, *tickets); });
  return comparison.done();
}

void requeue_unfinished(Services& services, const std::string& actor) {
  ReconcileOptions options{.actor = actor, .repairs = true};
  options.on_finding = [](const Finding& each) {
    log("requeued", {{"kind", each.kind.name}, {"what", each.what}, {"how", each.sentence}});
  };
  Comparison comparison(services, options);
  compare_promises(comparison);
  const auto& gaps = comparison.done().not_checked;
  if (gaps.empty()) return;
  const std::string more = " and " + std::to_string(gaps.size() - 1) + " more";
  throw std::runtime_error(gaps.front() + (gaps.size() > 1 ? more : ""));
}

RegenerateResult rebuild(const Config& config, const RegenerateOptions& options) {
  Services(config).tftp_folder.create_folders();
  return regenerate(config, options);
}

}  // namespace spaconf
