// The steps of `spaconf worker --profiles`: it keeps one machine's TFTP folder up to date.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "registration/profile_copies.h"
#include "registration/profile_tasks.h"
#include "registration/worker.h"

namespace spaconf {

/// The tasks of a profile node. They outlive its steps.
class NodeTasks {
 public:
  /// Throws Misconfigured when [phone] names no node.
  NodeTasks(const Config& config, Services& services);

  std::vector<WorkerStep> steps();
  /// How many profiles this node does not have yet.
  std::int64_t behind() { return copies_.behind(); }

 private:
  std::function<int()> if_ours(std::function<int()> work);

  Services& services_;
  ProfileTasks profiles_;
  ProfileCopies copies_;
  bool is_ours_ = false;  // no other machine has this node's name
};

}  // namespace spaconf
