// Works off a node's backlog: writes and removes profiles as the rows say.
// Files are staged without a lock. They are renamed, and their entries removed from the backlog, in
// one transaction that locks the rows: who changes a profile holds the same lock while adding an
// entry, so no change is lost, and no older file replaces a newer one.
#include "registration/profile_copies.h"

#include <algorithm>
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
/// How many rows one transaction locks, for which programs on other machines wait.
constexpr std::size_t rows_at_once = 32;
/// By then every program of the other machines knows of a new node.
constexpr std::chrono::seconds until_complete{30};
constexpr std::chrono::seconds between_reports{10};

}  // namespace

/// A phone's profile that is to be copied to this node.
struct ProfileCopies::Copy {
  int generation;
  std::string sha256;
  std::optional<Staged> staged;  ///< Empty: the file is as it should be, or cannot be made
  std::string problem = {};      ///< Why it cannot be made
};

/// Adds all phones to the backlog of a new node, twice: programs that did not know the node may
/// have changed phones after the first time.
void ProfileCopies::add_all() {
  const auto now = std::chrono::steady_clock::now();
  if (complete_at_ && now < *complete_at_) return;
  store_.profile_nodes.add_all();
  if (complete_at_) {
    store_.profile_nodes.set_complete();
    complete_at_.reset();
  } else {
    complete_at_ = now + until_complete;
  }
}

void ProfileCopies::look_after() {
  if (!store_.profile_nodes.seen()) add_all();
  if (has_looked_) return;
  folder_.create_folder_in_root();
  for (const auto& [model, file, bytes] : profiles_.initial_profiles()) {
    if (folder_.initial_state(file, bytes) != FileState::ok) folder_.write_initial(file, bytes);
  }
  look_for_missing();
  has_looked_ = true;
}

/// By names only; `spaconf reconcile` compares the contents.
void ProfileCopies::look_for_missing() {
  const auto names = folder_.files();
  const std::set<std::string> files(names.begin(), names.end());
  std::vector<Mac> missing;
  for (const std::string& address : store_.withdrawals.addresses()) {
    const auto mac = Mac::parse(address);
    if (mac && !files.contains(profiles_.file_name(*mac))) missing.push_back(*mac);
  }
  if (missing.size() > many_files) return store_.profile_nodes.add_all();
  store_.transact([&] { store_.profile_nodes.add(missing); });
}

ProfileCopies::Copy ProfileCopies::copy_of(const SealedRecord& record,
                                           const std::string& expected_sha256) {
  Copy copy{.generation = record.generation, .sha256 = {}, .staged = {}};
  try {
    const std::string bytes = publisher_.write(store_.password_seal.opened(record));
    copy.sha256 = sha256_hex(bytes);
    if (copy.sha256 != expected_sha256) return copy;
    const std::string file = profiles_.file_name(*record.wanted.mac);
    if (folder_.state_of(file, bytes) != FileState::ok) copy.staged.emplace(folder_.stage(bytes));
  } catch (const std::exception& error) {
    copy.problem = error.what();
  }
  return copy;
}

ProfileCopies::Copies ProfileCopies::copies_of(const std::vector<BacklogEntry>& backlog) {
  std::map<std::int64_t, const std::string*> expected;
  std::vector<std::int64_t> ids;
  for (const BacklogEntry& each : backlog) {
    if (!each.registration || !each.is_readable) continue;
    ids.push_back(*each.registration);
    expected[*each.registration] = &each.sha256;
  }
  Copies copies;
  for (const SealedRecord& record : store_.profile_queue.done_phones(ids)) {
    copies.emplace(record.id, copy_of(record, *expected[record.id]));
  }
  if (!copies.empty()) folder_.wait_for_staged();
  return copies;
}

/// False: there is still something to do, at once or, after a failure, later.
bool ProfileCopies::publish(const BacklogEntry& entry, const RowVersion& row, Copies& copies) {
  // The phone has another address by now, and this one may be another phone's.
  if (row.mac != entry.mac.plain()) return false;
  // The program that writes it adds an entry for this node, unless it runs on this machine.
  if (row.is_pending) return true;
  const auto found = copies.find(row.id);
  if (found == copies.end() && !entry.is_readable) {
    failures_["this machine's version of spaconf cannot read the phone's row"].push_back(entry.mac);
  }
  // It has changed since it was read, and is read again.
  if (found == copies.end() || found->second.generation != row.generation) return false;
  Copy& copy = found->second;
  if (copy.problem.empty() && copy.sha256 != row.sha256) {
    copy.problem =
        "this machine has another configuration than the one that the profile was made with";
  }
  if (!copy.problem.empty()) {
    failures_[copy.problem].push_back(entry.mac);
    return false;
  }
  // The transaction may be repeated.
  if (copy.staged) folder_.publish(*copy.staged, profiles_.file_name(entry.mac));
  copy.staged.reset();
  return true;
}

/// False: the address is about to be used, or to be given up.
bool ProfileCopies::remove_unused(const Mac& mac) {
  if (store_.withdrawals.lock_unused(mac)) {
    folder_.remove(profiles_.file_name(mac), Staged::Disk::later);
    return true;
  }
  failures_[""].push_back(mac);
  return false;
}

/// In a transaction, which may be repeated. Returns how many are done.
int ProfileCopies::bring_up_to_date(const std::vector<BacklogEntry>& some, Copies& copies) {
  std::vector<std::int64_t> ids;
  for (const BacklogEntry& each : some) {
    if (each.registration) ids.push_back(*each.registration);
  }
  std::map<std::int64_t, RowVersion> rows;
  for (RowVersion& row : store_.profile_queue.lock(ids)) rows.emplace(row.id, std::move(row));
  failures_.clear();
  std::vector<Mac> finished;
  for (const BacklogEntry& each : some) {
    const auto row = each.registration ? rows.find(*each.registration) : rows.end();
    try {
      const bool is_done =
          row == rows.end() ? remove_unused(each.mac) : publish(each, row->second, copies);
      if (is_done) finished.push_back(each.mac);
    } catch (const Unavailable& error) {
      if (error.service() == "database") throw;
      failures_[error.what()].push_back(each.mac);  // only this file
    }
  }
  folder_.wait_for_published();
  store_.profile_nodes.caught_up(finished);
  return static_cast<int>(finished.size());
}

/// While there is much to do.
void ProfileCopies::report_progress() {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_report_) return;
  next_report_ = now + between_reports;
  log("catching up", {{"behind", std::to_string(behind())}});
}

/// How many of them are done; empty when another program has one of their rows.
std::optional<int> ProfileCopies::try_some(const std::vector<BacklogEntry>& some, Copies& copies) {
  int done = 0;
  try {
    store_.transact([&] { done = bring_up_to_date(some, copies); });
  } catch (const sql::Busy&) {
    return {};
  }
  for (const auto& [reason, macs] : failures_) {
    store_.profile_nodes.failed(macs, reason, some.front().read_at);
  }
  return done;
}

int ProfileCopies::catch_up() {
  const auto backlog = store_.profile_nodes.backlog(static_cast<int>(profiles_at_once));
  if (backlog.empty()) return 0;
  folder_.check();  // else each file would fail
  if (backlog.size() == profiles_at_once) report_progress();
  Copies copies = copies_of(backlog);
  int finished = 0;
  for (std::size_t begin = 0; begin < backlog.size(); begin += rows_at_once) {
    const std::size_t end = std::min(begin + rows_at_once, backlog.size());
    const auto place = [&](std::size_t i) {
      return backlog.begin() + static_cast<std::ptrdiff_t>(i);
    };
    if (const auto done = try_some({place(begin), place(end)}, copies)) {
      finished += *done;
      continue;
    }
    for (auto each = place(begin); each != place(end); ++each) {
      const auto done = try_some({*each}, copies);
      finished += done.value_or(0);
      if (!done) store_.profile_nodes.failed({each->mac}, "", each->read_at);
    }
  }
  return finished;
}

}  // namespace spaconf
