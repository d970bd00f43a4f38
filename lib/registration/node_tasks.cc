// The table of a profile node's steps.
#include "registration/node_tasks.h"

#include "base/crypto.h"

namespace spaconf {
namespace {

/// How often the node tells the database that it is at work.
constexpr std::chrono::seconds between_signs{5};

}  // namespace

NodeTasks::NodeTasks(const Config& config, Services& services)
    : services_(services),
      profiles_(services.store, nullptr, services.publisher, random_key()),
      copies_(services.store, services.publisher, services.tftp_folder) {
  if (services.store.profile_nodes.own().empty()) {
    config.section("phone").wrong(
        "node", "node is missing: worker --profiles needs a name for this machine");
  }
}

std::vector<WorkerStep> NodeTasks::steps() {
  std::vector<WorkerStep> all = {
      {"profile node", without_count([&] { copies_.look_after(); }), between_signs},
      {"withdrawals", [&] { return profiles_.withdraw(); }},
      {"profiles", [&] { return profiles_.write(); }},
      {"copies", [&] { return copies_.catch_up(); }},
      {"staging folder", without_count([&] { services_.tftp_folder.remove_stale(); })},
      {"fetch logs", without_count([&] { services_.fetches.read_logs(); })},
  };
  // The home page shows the failed steps of all machines.
  for (WorkerStep& step : all) step.name = services_.store.profile_nodes.own() + ": " + step.name;
  return all;
}

}  // namespace spaconf
