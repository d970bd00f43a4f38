// Runs the consistency checks of all sides.
#include "reconcile/reconcile.h"

#include "base/log.h"
#include "reconcile/comparison.h"

namespace spaconf {
namespace {

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
  Comparison comparison(services.store, services.publisher, options);
  const std::pair<const char*, std::function<void()>> sides[] = {
      {"tasks", [&] { compare_tasks(comparison); }},  // incomplete rows without a task
      {"own tables", [&] { compare_own_tables(comparison, services.exchange); }},
      {"exchange", [&] { compare_exchange(comparison, services.exchange); }},
      {"TFTP folder",
       [&] { compare_folder(comparison, services.publisher, services.tftp_folder); }},
  };
  for (const auto& [name, compare] : sides) compare_side(comparison, name, compare);
  if (tickets)
    compare_side(comparison, "ticket system", [&] { compare_tickets(comparison, *tickets); });
  return comparison.done();
}

void requeue_unfinished(Store& store, Publisher& publisher, const std::string& actor) {
  ReconcileOptions options{.actor = actor, .repairs = true};
  options.on_finding = [](const Finding& each) {
    log("requeued", {{"kind", each.kind.name}, {"what", each.what}, {"how", each.sentence}});
  };
  Comparison comparison(store, publisher, options);
  compare_tasks(comparison);
  const auto& gaps = comparison.done().not_checked;
  if (gaps.empty()) return;
  const std::string more = " and " + std::to_string(gaps.size() - 1) + " more";
  throw std::runtime_error(gaps.front() + (gaps.size() > 1 ? more : ""));
}

RegenerateResult rebuild(const Config& config, const RegenerateOptions& options) {
  Services(config).tftp_folder.create_folders();
  RegenerateOptions of_all = options;
  of_all.writes_missing = true;
  return regenerate(config, of_all);
}

}  // namespace spaconf
