// Works off a node's backlog: writes and removes profiles as the rows say.
// Files are staged without a lock. They are renamed, and their entries removed from the backlog, in
// one transaction that locks the rows: who changes a profile holds the same lock while adding an
// entry, so no change is lost, and no older file replaces a newer one.
#include "registration/profile_copies.h"

#include <unistd.h>

#include <algorithm>
#include <climits>
#include <set>
#include <string>
#include <utility>

#include "base/crypto.h"
#include "base/error.h"
#include "base/log.h"
#include "registration/staged_profiles.h"

namespace spaconf {
namespace {

/// From this number on, a statement for all phones is faster than one for each file.
constexpr std::size_t many_files = 1000;
/// What cannot be done now waits so long: another configuration, or an address that is in use.
constexpr std::chrono::seconds retry_time{10};
constexpr std::chrono::seconds retry_time_of_removal{1};

constexpr std::chrono::seconds between_reports{10};

std::string host_name() {
  char name[HOST_NAME_MAX + 1] = "";
  ::gethostname(name, sizeof name - 1);
  return name;
}

}  // namespace

/// A phone's profile that is to be copied to this node.
struct ProfileCopies::Copy {
  int generation;
  std::string sha256;
  std::optional<Staged> staged;  ///< Empty: the file is as it should be
  std::string problem = {};      ///< Why it cannot be made
};

void ProfileCopies::look_after() {
  if (store_.profile_nodes.seen(host_name())) {
    store_.profile_nodes.add_all();
    has_looked_ = false;
  }
  if (has_looked_) return;
  folder_.create_folders();
  write_initial_profiles();
  look_for_differences();
  has_looked_ = true;
}

void ProfileCopies::write_initial_profiles() {
  for (const Model& model : models()) {
    if (!model.is_hardware()) continue;
    const std::string file = std::string(model.name) + ".cfg";
    const std::string bytes = profiles_.initial(model);
    if (folder_.initial_state(file, bytes) != FileState::ok) folder_.write_initial(file, bytes);
  }
}

/// By names only; `spaconf reconcile` compares the contents.
void ProfileCopies::look_for_differences() {
  const auto names = folder_.files();
  const std::set<std::string> files(names.begin(), names.end());
  const auto addresses = store_.withdrawals.addresses();
  std::vector<Mac> differences;
  for (const std::string& address : addresses) {
    const auto mac = Mac::parse(address);
    if (mac && !files.contains(profiles_.file_name(*mac))) differences.push_back(*mac);
  }
  const bool all_at_once = differences.size() > many_files;
  if (all_at_once) {
    store_.profile_nodes.add_all();
    differences.clear();
  }
  for (const std::string& file : files) {
    const auto mac = profiles_.mac_in(file);
    if (mac && !addresses.contains(mac->plain())) differences.push_back(*mac);
  }
  store_.transact([&] { store_.profile_nodes.add(differences); });
}

ProfileCopies::Copy ProfileCopies::copy_of(const SealedRecord& record) {
  Copy copy{.generation = record.generation, .sha256 = {}, .staged = {}};
  try {
    const std::string bytes = publisher_.write(store_.password_seal.opened(record));
    copy.sha256 = sha256_hex(bytes);
    const std::string file = profiles_.file_name(*record.wanted.mac);
    if (folder_.state_of(file, bytes) != FileState::ok) copy.staged.emplace(folder_.stage(bytes));
  } catch (const Unavailable&) {
    throw;
  } catch (const std::exception& error) {
    copy.problem = error.what();
  }
  return copy;
}

/// By the number of the registration.
std::map<std::int64_t, ProfileCopies::Copy> ProfileCopies::copies_of(
    const std::vector<BacklogEntry>& backlog) {
  std::vector<std::int64_t> ids;
  for (const BacklogEntry& each : backlog) {
    if (each.registration) ids.push_back(*each.registration);
  }
  std::map<std::int64_t, Copy> copies;
  for (const SealedRecord& record : store_.profile_queue.done_phones(ids)) {
    copies.emplace(record.id, copy_of(record));
  }
  if (!copies.empty()) folder_.wait_for_staged();
  return copies;
}

/// False: there is still something to do.
bool ProfileCopies::publish(const RowVersion& row, const Mac& mac,
                            std::map<std::int64_t, Copy>& copies) {
  // Whoever writes it adds an entry for this node, unless that is this machine.
  if (row.is_pending) return true;
  const auto found = copies.find(row.id);
  // It has changed since it was read, and is read again.
  if (found == copies.end() || found->second.generation != row.generation) return false;
  Copy& copy = found->second;
  if (copy.problem.empty() && copy.sha256 != row.sha256) {
    copy.problem =
        "this node has another configuration than the one that the profile was made with";
  }
  if (!copy.problem.empty()) {
    failures_.push_back({mac, copy.problem, retry_time});
    return false;
  }
  // The transaction may be repeated.
  if (copy.staged) folder_.publish(*copy.staged, profiles_.file_name(mac));
  copy.staged.reset();
  return true;
}

/// False: the address is about to be used, or to be given up.
bool ProfileCopies::remove_unused(const Mac& mac) {
  if (!store_.withdrawals.lock_unused(mac)) {
    failures_.push_back({mac, "", retry_time_of_removal});
    return false;
  }
  folder_.remove(profiles_.file_name(mac));
  return true;
}

/// In a transaction, which may be repeated.
void ProfileCopies::bring_up_to_date(const std::vector<BacklogEntry>& backlog,
                                     std::map<std::int64_t, Copy>& copies) {
  std::vector<std::int64_t> ids;
  for (const BacklogEntry& each : backlog) {
    if (each.registration) ids.push_back(*each.registration);
  }
  std::map<std::int64_t, RowVersion> rows;
  for (RowVersion& row : store_.profile_queue.lock(ids)) rows.emplace(row.id, std::move(row));
  failures_.clear();
  std::vector<Mac> finished;
  for (const BacklogEntry& each : backlog) {
    const auto row = each.registration ? rows.find(*each.registration) : rows.end();
    const bool is_done =
        row == rows.end() ? remove_unused(each.mac) : publish(row->second, each.mac, copies);
    if (is_done) finished.push_back(each.mac);
  }
  folder_.wait_for_published();
  store_.profile_nodes.caught_up(finished);
}

/// While there is much to do.
void ProfileCopies::report_progress() {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_report_) return;
  next_report_ = now + between_reports;
  log("catching up", {{"behind", std::to_string(behind())}});
}

int ProfileCopies::catch_up() {
  const auto backlog = store_.profile_nodes.backlog(static_cast<int>(profiles_at_once));
  if (backlog.empty()) return 0;
  if (backlog.size() == profiles_at_once) report_progress();
  auto copies = copies_of(backlog);
  store_.transact([&] { bring_up_to_date(backlog, copies); });
  for (const Failure& each : failures_) {
    store_.profile_nodes.failed(each.mac, each.reason, each.wait);
  }
  return static_cast<int>(backlog.size() - failures_.size());
}

}  // namespace spaconf
