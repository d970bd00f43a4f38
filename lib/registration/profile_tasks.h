// Runs the profile tasks: writes pending profiles and removes those of former addresses.
#pragma once

#include <cstdint>
#include <string>

#include "registration/publisher.h"

namespace spaconf {

/// The worker's part that needs the TFTP folder.
class ProfileTasks {
 public:
  /// `worker` is its name in leases.
  ProfileTasks(Store& store, Publisher& publisher, std::string worker)
      : store_(store), publisher_(publisher), worker_(std::move(worker)) {}

  /// Removes some of the withdrawn profiles, and returns the number of finished registrations.
  int withdraw();
  /// Writes some of the profiles that are due, and returns how many.
  int write();

 private:
  Store& store_;
  Publisher& publisher_;
  std::string worker_;
  std::int64_t withdrawn_up_to_ = 0;
};

}  // namespace spaconf
