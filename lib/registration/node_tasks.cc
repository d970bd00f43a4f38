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
  if (!services.store.profile_nodes.are_several()) {
    config.section("phone").wrong(
        "node", "node is missing: worker --profiles needs a name for this machine");
  }
}

/// The work of a step that must not be done in the name of another machine.
std::function<int()> NodeTasks::if_ours(std::function<int()> work) {
  return [this, work = std::move(work)] { return is_ours_ ? work() : 0; };
}

std::vector<WorkerStep> NodeTasks::steps() {
  std::vector<WorkerStep> all = {
      {"profile node", without_count([&] {
         is_ours_ = false;
         copies_.look_after();
         is_ours_ = true;
       }),
       between_signs},
      {"withdrawals", if_ours([&] { return profiles_.withdraw(); })},
      {"profiles", if_ours([&] { return profiles_.write(); })},
      {"copies", if_ours([&] { return copies_.catch_up(); })},
      {"staging folder", without_count([&] { services_.tftp_folder.remove_stale(); })},
      {"fetch logs", without_count([&] { services_.fetches.read_logs(); })},
  };
  // The home page shows the failed steps of all machines.
  for (WorkerStep& step : all) step.name = services_.store.profile_nodes.own() + ": " + step.name;
  return all;
}

}  // namespace spaconf
