// Runs what is left to do for phones on the exchange and in the TFTP folder: pending accounts,
// pending profiles, and profiles of former addresses.
#pragma once

#include <cstdint>
#include <string>

#include "registration/publisher.h"

namespace spaconf {

/// The worker's part that needs the exchange and the TFTP folder.
class ProfileTasks {
 public:
  /// `worker` is its name in leases. Without `exchange`, only the TFTP folder is looked after.
  ProfileTasks(Store& store, Exchange* exchange, Publisher& publisher, std::string worker)
      : store_(store), exchange_(exchange), publisher_(publisher), worker_(std::move(worker)) {}

  /// Brings some of the pending accounts to the exchange, and returns for how many registrations
  /// that is finished. Throws Unavailable when the exchange does not answer.
  int bring_accounts();
  /// Removes some of the withdrawn profiles, and returns the number of finished registrations.
  int withdraw();
  /// Writes some of the profiles that are due, and returns how many.
  int write();

 private:
  bool publish(std::int64_t registration);
  bool publish_unless_busy(std::int64_t registration);

  Store& store_;
  Exchange* exchange_;
  Publisher& publisher_;
  std::string worker_;
  std::int64_t next_with_accounts_ = 0;
  std::int64_t withdrawn_up_to_ = 0;
};

}  // namespace spaconf
