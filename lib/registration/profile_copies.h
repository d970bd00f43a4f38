// Keeps this machine's TFTP folder, one of several, equal to the rows.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "registration/publisher.h"
#include "store/store.h"

namespace spaconf {

/// The work of a profile node. Programs on other machines tell it, by its backlog, which profiles
/// have changed; it only writes what the row's SHA-256 names, so that all nodes have the same
/// bytes.
class ProfileCopies {
 public:
  ProfileCopies(Store& store, const Publisher& publisher, const TftpFolder& folder)
      : store_(store), publisher_(publisher), profiles_(publisher.profiles()), folder_(folder) {}

  /// Tells the database that this node is at work. At the start also writes the initial profiles
  /// and looks for missing files; what no phone has is left to `spaconf reconcile`. A new node gets
  /// all phones into its backlog. Throws Unavailable, also when another machine has this node's
  /// name.
  void look_after();
  /// Brings some profiles up to date, and returns how many. Throws Unavailable.
  int catch_up();
  /// How many profiles this node does not have yet.
  std::int64_t behind() { return store_.profile_nodes.count_backlog(); }

 private:
  struct Copy;
  using Copies = std::map<std::int64_t, Copy>;  ///< By the number of the registration

  void add_all();
  void look_for_missing();
  Copies copies_of(const std::vector<BacklogEntry>& backlog);
  Copy copy_of(const SealedRecord& record, const std::string& expected_sha256);
  std::optional<int> try_some(const std::vector<BacklogEntry>& some, Copies& copies);
  int bring_up_to_date(const std::vector<BacklogEntry>& some, Copies& copies);
  bool publish(const BacklogEntry& entry, const RowVersion& row, Copies& copies);
  bool remove_unused(const Mac& mac);
  void report_progress();

  Store& store_;
  const Publisher& publisher_;
  const Profiles& profiles_;
  const TftpFolder& folder_;
  bool has_looked_ = false;
  std::optional<std::chrono::steady_clock::time_point> complete_at_;  // of a new node
  std::chrono::steady_clock::time_point next_report_{};
  std::map<std::string, std::vector<Mac>> failures_;  // by reason, of the latest bring_up_to_date()
};

}  // namespace spaconf
