// Writes the profiles that had to wait, and withdraws those of addresses that were given up.
#pragma once

#include <cstdint>
#include <string>

#include "registration/services.h"

namespace spaconf {

/// The worker's part that needs the TFTP folder.
class ProfileTasks {
 public:
  /// `worker` is its name in leases.
  ProfileTasks(Services& services, std::string worker)
      : services_(services), worker_(std::move(worker)) {}

  /// Withdraws some of the profiles that are to go, and gives for how many registrations.
  int withdraw();
  /// Writes some of the profiles that are due, and gives how many.
  int write();

 private:
  Services& services_;
  std::string worker_;
  std::int64_t withdrawn_up_to_ = 0;
};

}  // namespace spaconf
