// Runs the consistency checks of all sides.
// The table of comparisons.
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
    {"tasks", compare_tasks},            // incomplete rows without a task
    {"own tables", compare_own_tables},  // inconsistent rows
    {"exchange", compare_exchange},      // accounts and their permissions
    {"TFTP folder", compare_folder},
};

/// If one side is not available, the others are still compared.
void compare_side(Comparison& comparison, const std::string& name,
                  const std::function<void()>& compare) {
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
    compare_side(comparison, side.name, [&] { side.compare(comparison); });
  }
  if (tickets)
    compare_side(comparison, "ticket system", [&] { compare_tickets(comparison, *tickets); });
  return comparison.done();
}

void requeue_unfinished(Services& services, const std::string& actor) {
  ReconcileOptions options{.actor = actor, .repairs = true};
  options.on_finding = [](const Finding& each) {
    log("requeued", {{"kind", each.kind.name}, {"what", each.what}, {"how", each.sentence}});
  };
  Comparison comparison(services, options);
  compare_tasks(comparison);
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
