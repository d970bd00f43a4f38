// The tables of profile nodes, which are machines with a TFTP folder each, and of their backlogs.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/sql.h"
#include "phone/mac.h"
#include "store/lock_order.h"

namespace spaconf {

/// A machine with a TFTP folder.
struct ProfileNode {
  std::string name;
  std::string seen;          ///< When its worker was last at work: UTC, "2026-11-23 10:33:07"
  std::chrono::seconds age;  ///< Since then
  std::int64_t behind;       ///< How many profiles it does not have yet
  std::string reason;        ///< Why it does not have one of them; empty when none has failed

  /// Has its worker not been at work for a while?
  bool is_away() const { return age > std::chrono::seconds(30); }
};

/// A node that does not have a phone's profile as it is in the row.
struct NodeBehind {
  std::string node, reason;  ///< The reason is empty while it has not been tried
};

/// A file of a node that may differ from what the rows say.
struct BacklogEntry {
  Mac mac;
  std::optional<std::int64_t> registration;  ///< The live phone that has the address; empty: none
  std::string sha256;   ///< Of its profile that was written last; empty when there is none
  bool is_readable;     ///< False: this version of the programs cannot read the phone's row
  std::string read_at;  ///< By the database's clock
};

/// Machines with a TFTP folder each. Which of them has done what is known by their names.
class ProfileNodes {
 public:
  /// `own` is this machine's node; empty when only one machine has a folder, and then nothing is
  /// recorded.
  ProfileNodes(sql::Connection& database, LockOrder& locks, std::string own)
      : database_(database), locks_(locks), own_(std::move(own)) {}

  const std::string& own() const { return own_; }
  /// Do several machines have a TFTP folder?
  bool are_several() const { return !own_.empty(); }

  /// Throws Unavailable when other machines have a TFTP folder, and this one has no name among
  /// them, or another's: they would miss its changes.
  void require_own_name();
  /// The profiles of these registrations have changed here, in this transaction: the other nodes,
  /// on a cluster all nodes, are behind. Throws as require_own_name().
  void changed(const std::vector<std::int64_t>& registrations);
  /// The same for addresses whose profiles were removed here.
  void withdrawn(const std::vector<Mac>& macs);

  /// Records that the own node's worker is at work. True when the node has been told of all
  /// profiles; false when it is new, or was removed. Throws Unavailable when a worker on another
  /// host goes by the same name.
  bool seen();
  /// From now on seen() gives true.
  void set_complete();
  /// The own node's file for each of these addresses may differ from the rows.
  void add(const std::vector<Mac>& macs);
  /// The same for the addresses of all phones.
  void add_all();
  /// What the own node is to do next. What changed last comes first, so that a long backlog keeps
  /// no change waiting; what has failed before comes last, and not again at once.
  std::vector<BacklogEntry> backlog(int count);
  /// The own node's files for these addresses are as the rows say.
  void caught_up(const std::vector<Mac>& macs);
  /// It was not possible to bring the own node's files for these addresses up to date, unless they
  /// have changed since `read_at`.
  void failed(const std::vector<Mac>& macs, const std::string& reason, const std::string& read_at);
  std::int64_t count_backlog();
  /// Is there an entry of the own node for the address?
  bool has_backlog(const Mac& mac);

  std::vector<ProfileNode> all();  ///< By name
  /// Likewise; none when only one machine has a folder, and for a software phone.
  std::vector<NodeBehind> behind(const std::optional<Mac>& mac);
  /// Forgets a node and its backlog. False: there is none of that name.
  bool remove(const std::string& name);

 private:
  std::string unchanged_node() const;
  std::vector<BacklogEntry> entries(const std::string& which, int count);

  sql::Connection& database_;
  LockOrder& locks_;
  std::string own_;
  std::chrono::steady_clock::time_point next_check_{};  // of the own name
};

}  // namespace spaconf
