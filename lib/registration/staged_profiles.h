// Publishes many staged profiles with one wait for the disk.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/deadline.h"
#include "base/file.h"
#include "registration/publisher.h"
#include "store/store.h"

namespace spaconf {

/// How many files are staged before we wait for the disk, and how many rows are locked while they
/// are renamed: at most the size of a batch statement, and fewer than a process may open.
constexpr std::size_t profiles_at_once = 256;

/// A profile whose file is written, but not yet in the TFTP folder.
struct StagedProfile {
  std::int64_t id;
  int version, generation;  ///< Of the row that it was filled from
  Mac mac;
  std::string file, sha256;
  Staged staged;
  int queued_generation = 0;  ///< The generation of its task; 0 without one
  bool published = false;
};
/// In the order of their numbers.
using StagedProfiles = std::vector<StagedProfile>;

/// Stages the profile's bytes.
StagedProfile staged_profile(const TftpFolder& folder, const std::string& file,
                             const Record& record, const std::string& bytes);

/// Locks the rows of those registrations that are live, and calls `act` with each.
void for_each_locked(Store& store, StagedProfiles& profiles,
                     const std::function<void(const RowVersion&, StagedProfile&)>& act);

/// Renames the files into the TFTP folder and marks them as done, except those whose rows have
/// changed since. wait_for_staged() comes before. Runs in a transaction, and may be repeated.
void publish(Store& store, const TftpFolder& folder, StagedProfiles& profiles);

/// Brings the accounts of new registrations to the exchange, where that is left to do, and writes
/// their profiles. Their tasks are queued, and they are in the order of their numbers. Leaves to
/// the worker what fails, and all for which the deadline is too near.
void publish_new(Store& store, Publisher& publisher, const TftpFolder& folder,
                 const Deadline& deadline, const std::vector<const RecordWithPasswords*>& records);

}  // namespace spaconf
