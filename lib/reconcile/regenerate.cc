// Rewrites outdated profiles in batches, in several processes.
// Several processes and batches are used because waiting for the disk and the database takes longer
// than the work. For each batch: stage the files and wait for the disk without a lock, queue the
// tasks in one transaction, and in a second one publish the rows that have not changed since.
#include "reconcile/regenerate.h"

#include <chrono>
#include <functional>
#include <vector>

#include "base/crypto.h"
#include "base/error.h"
#include "base/log.h"
#include "base/number.h"
#include "base/run_forked.h"
#include "registration/audit_events.h"
#include "registration/staged_profiles.h"

namespace spaconf {
namespace {

/// How many processes: two for each core of a small machine, because they wait for disk and
/// database.
constexpr int processes = 4;
/// How many phones are read at once.
constexpr int phones_at_once = 1000;
/// How long a worker waits before it runs the tasks that are queued here.
constexpr std::chrono::seconds lease{60};

// The beginnings of a process's lines; the rest of a line is a file or a number.
constexpr char changed_file[] = "changed ", looked_at[] = "looked at ", left[] = "left ";

std::int64_t number_after(const char* word, const std::string& line) {
  return whole_number(std::string_view(line).substr(std::string_view(word).size())).value();
}

/// One of the processes.
class Run {
 public:
  Run(Store& store, const Publisher& publisher, const TftpFolder& folder,
      const RegenerateOptions& options, const SendLine& tell)
      : store_(store),
        publisher_(publisher),
        profiles_(publisher.profiles()),
        folder_(folder),
        options_(options),
        send_line_(tell) {}

  void initial_profiles() {
    for (const auto& [model, file, bytes] : profiles_.initial_profiles()) {
      if (options_.model && options_.model != model) continue;
      if (folder_.initial_state(file, bytes) == FileState::ok) continue;
      changed(file);
      if (!options_.dry_run) folder_.write_initial(file, bytes);
    }
  }

  /// Processes every n-th batch, starting with this number.
  void share_of(int number) {
    StagedProfiles profiles;
    if (!options_.refs.empty()) {
      if (number == 0) these_phones(profiles);
      return;
    }
    const std::int64_t last = store_.profile_queue.last_phone();
    for (std::int64_t first = 1 + std::int64_t(number) * phones_at_once; first <= last;
         first += std::int64_t(processes) * phones_at_once) {
      const auto records =
          store_.profile_queue.phones(first, first + phones_at_once - 1, options_.model);
      for (const SealedRecord& record : records) {
        look_at(record, profiles);
        if (profiles.size() >= profiles_at_once) write(profiles);
      }
      send_line_(looked_at + std::to_string(records.size()));
    }
    write(profiles);
  }

 private:
  void these_phones(StagedProfiles& profiles) {
    const auto records = store_.registrations.find_all(options_.refs);
    for (const SealedRecord& record : records) {
      if (record.is_live() && record.profile != ProfileState::none) look_at(record, profiles);
      if (profiles.size() >= profiles_at_once) write(profiles);
    }
    send_line_(looked_at + std::to_string(records.size()));
    write(profiles);
  }

  bool is_left_as_it_was(const Record& record) const {
    if (record.profile != ProfileState::adopted || options_.adopted) return false;
    const bool is_missing = !folder_.has(profiles_.file_name(*record.wanted.mac));
    return options_.refs.empty() && !(options_.writes_missing && is_missing);
  }

  void look_at(const SealedRecord& record, StagedProfiles& profiles) {
    if (is_left_as_it_was(record)) return;
    try {
      look_at(store_.password_seal.opened(record), profiles);
    } catch (const UnreadablePassword& error) {
      leave(record, error.what());
    }
  }

  void look_at(const RecordWithPasswords& record, StagedProfiles& profiles) {
    const std::string file = profiles_.file_name(*record.wanted.mac);
    const Phone phone = publisher_.phone_of(record);
    const Filled filled = profiles_.fill(phone);
    // A pending profile must be marked as done even if its file is right.
    if (record.profile == ProfileState::done &&
        folder_.state_of(file, filled.bytes) == FileState::ok) {
      return;
    }
    if (options_.dry_run) return changed(folder_.path_below_root(file));
    try {
      profiles_.read_back(phone, filled);
    } catch (const std::exception& error) {
      return leave(record, error.what());
    }
    profiles.push_back(staged_profile(folder_, file, record, filled.bytes));
  }

  void leave(const Record& record, const std::string& why) {
    send_line_(left + std::string("1"));
    log(Priority::warning, "profile pending", {{"ref", record.ref}, {"why", why}});
    if (!options_.dry_run) store_.profile_queue.failed(record.id, why);
  }

  void changed(const std::string& path) { send_line_(changed_file + path); }

  void write(StagedProfiles& profiles) {
    if (profiles.empty()) return;
    folder_.wait_for_staged();
    store_.transact([&] { enqueue(profiles); });
    store_.transact([&] { publish(store_, folder_, profiles); });
    for (const StagedProfile& each : profiles) {
      if (each.published) changed(folder_.path_below_root(each.file));
    }
    profiles.clear();
  }

  /// Skips rows that have changed since they were read: that change writes the profile. May be
  /// called again if the database gave up on a lock.
  void enqueue(StagedProfiles& profiles) {
    std::vector<std::int64_t> unchanged;
    for_each_locked(store_, profiles, [&](const RowVersion& row, StagedProfile& each) {
      each.queued_generation = 0;
      if (row.version != each.version || row.generation != each.generation) return;
      each.queued_generation = row.generation + 1;
      unchanged.push_back(row.id);
    });
    store_.profile_queue.enqueue(unchanged, owner_, lease);
    store_.audit_trail.add(options_.actor, name(AuditEvent::regenerated), "",
                           std::to_string(unchanged.size()) + " profiles");
  }

  Store& store_;
  const Publisher& publisher_;
  const Profiles& profiles_;
  const TftpFolder& folder_;
  const RegenerateOptions& options_;
  const SendLine& send_line_;
  const std::string owner_ = random_key();
};

}  // namespace

RegenerateResult regenerate(const Config& config, const RegenerateOptions& options) {
  // Each process opens its own connections; templates are read once for all.
  Services services(config);
  if (!options.dry_run) services.tftp_folder.remove_stale();
  RegenerateResult done;
  std::int64_t all = -1;
  run_forked(
      processes,
      [&](int number, const SendLine& tell) {
        services.require_databases();
        Run run(services.store, services.publisher, services.tftp_folder, options, tell);
        if (number == 0 && options.refs.empty()) run.initial_profiles();
        run.share_of(number);
      },
      [&](const std::string& line) {
        if (all < 0) all = services.store.profile_queue.count(options.model);
        if (line.starts_with(changed_file)) {
          ++done.changed;
          options.on_change(line.substr(std::string_view(changed_file).size()));
        } else if (line.starts_with(left)) {
          done.left += number_after(left, line);
        } else {
          done.looked_at += number_after(looked_at, line);
          options.on_progress(done.looked_at, all);
        }
      });
  return done;
}

}  // namespace spaconf
