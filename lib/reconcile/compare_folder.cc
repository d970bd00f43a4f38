// Compares the profiles in the TFTP folder with the rows.
// The TFTP folder must hold exactly the profiles of the rows. Files are written and removed while
// their rows are locked, and a row has the generation of its file. One of several
// machines may still have an older file; then its backlog has an entry, and nothing is reported.
#include <algorithm>

#include "base/crypto.h"
#include "reconcile/comparison.h"
#include "registration/profile_copies.h"

namespace spaconf {
namespace {

constexpr int phones_at_once = 1000;
/// A probe file is removed after this time.
constexpr std::chrono::seconds longest_probe{60};

class Folder {
 public:
  Folder(Comparison& comparison, const Publisher& publisher, const TftpFolder& folder)
      : comparison_(comparison),
        store_(comparison.store()),
        publisher_(publisher),
        profiles_(publisher.profiles()),
        folder_(folder),
        initial_profiles_(profiles_.initial_profiles()) {}

  void initial_profiles() {
    for (const InitialProfile& each : initial_profiles_) {
      comparison_.recheck_locked([&]() -> std::optional<Recheck> {
        const FileState state = folder_.initial_state(each.file, each.bytes);
        if (state == FileState::ok) return {};
        return Recheck{.finding = {rule::initial_profile, each.file, "it " + in_words(state)},
                       .repair = [this, &each] { folder_.write_initial(each.file, each.bytes); }};
      });
    }
  }

  void profiles() {
    const std::int64_t last = store_.profile_queue.last_phone();
    for (std::int64_t first = 1; first <= last; first += phones_at_once) {
      for (const SealedRecord& record :
           store_.profile_queue.phones(first, first + phones_at_once - 1, nullptr)) {
        if (record.profile == ProfileState::adopted) look_at_adopted(record);
        if (record.profile != ProfileState::done) continue;
        try {
          look_at_profile(store_.password_seal.opened(record));
        } catch (const UnreadablePassword& error) {
          comparison_.not_checked(record.ref + ": " + error.what());
        }
      }
    }
  }

  void strangers() {
    // A phone that is registered meanwhile is found by the recheck.
    const auto addresses = store_.withdrawals.addresses();
    for (const std::string& file : folder_.files()) {
      const auto mac = profiles_.mac_in(file);
      if (mac && addresses.contains(mac->plain())) continue;
      comparison_.recheck_locked([&] { return mac ? orphan(file, *mac) : no_profile(file); });
    }
  }

  void strangers_at_root() {
    for (const std::string& file : folder_.files_at_root()) {
      if (is_initial(file)) continue;
      comparison_.recheck_locked([&] {
        return Recheck{
            .finding = {rule::unexpected_file_in_root, file, "spaconf did not write it"}};
      });
    }
  }

  /// On one of several machines, brings what was found to the folder.
  void catch_up() {
    ProfileCopies copies(store_, publisher_, folder_);
    while (has_backlog_ && copies.catch_up() > 0) {
    }
  }

  void staging() {
    comparison_.recheck_locked([&]() -> std::optional<Recheck> {
      const auto stale = folder_.stale_files();
      if (stale.empty()) return {};
      return Recheck{.finding = {rule::staging_stale, "staging",
                                 "a process was killed while it wrote " + stale.front()},
                     .repair = [this] { folder_.remove_stale(); }};
    });
  }

 private:
  static std::string in_words(FileState state) {
    switch (state) {
      case FileState::missing: return "is missing";
      case FileState::wrong_permissions: return "has the wrong mode or group";
      default: return "has the wrong content";
    }
  }

  std::string file_of(const Record& record) const {
    return profiles_.file_name(*record.wanted.mac);
  }

  FileState how(const RecordWithPasswords& record) const {
    return folder_.state_of(file_of(record), publisher_.fill(record).bytes);
  }

  /// Is the file in this machine's backlog? The entry may have been worked off while we read it.
  bool is_behind(const RecordWithPasswords& record) const {
    if (!store_.profile_nodes.are_several()) return false;
    return store_.profile_nodes.has_backlog(*record.wanted.mac) || how(record) == FileState::ok;
  }

  void write_again(const Record& record) {
    if (!store_.profile_nodes.are_several()) {
      store_.profile_queue.enqueue({record.id}, "", std::chrono::seconds(0));
      return;
    }
    // Other machines have this generation already.
    store_.profile_nodes.add({*record.wanted.mac});
    has_backlog_ = true;
  }

  /// Has the file changed since it was written, or the profile that we would write?
  ConsistencyRule kind_of(FileState state, const Record& record) const {
    if (state == FileState::missing) return rule::profile_missing;
    if (state == FileState::wrong_permissions) return rule::profile_rights;
    const auto bytes = folder_.read(file_of(record));
    const bool as_written = bytes && sha256_hex(*bytes) == store_.profile_queue.sha256(record.id);
    return as_written ? rule::profile_outdated : rule::profile_damaged;
  }

  /// Reads the file without a lock, because a disk may be slow. The file belongs to `record` if the
  /// row still has the same generation afterwards: a new generation is queued before its file is
  /// written.
  void look_at_profile(const RecordWithPasswords& record) {
    const FileState state = how(record);
    if (state == FileState::ok || is_behind(record)) return;
    const ConsistencyRule kind = kind_of(state, record);
    // On one of several machines, the row says what the file is to be, not the configuration.
    if (kind == rule::profile_outdated && store_.profile_nodes.are_several()) return;
    comparison_.recheck_locked([&]() -> std::optional<Recheck> {
      const auto rows = store_.profile_queue.lock({record.id});
      if (rows.empty() || rows[0].version != record.version ||
          rows[0].generation != record.generation || rows[0].is_pending) {
        return {};
      }
      return Recheck{.finding = {kind, record.ref,
                                 publisher_.path_of(*record.wanted.mac) + " " + in_words(state)},
                     .ref = record.ref,
                     .repair = [this, &record] { write_again(record); },
                     .to_be_published = record.id};
    });
  }

  /// One from before spaconf is as it was, until the phone changes; unless it was in another
  /// folder.
  void look_at_adopted(const SealedRecord& record) {
    const std::string sha256 = store_.profile_queue.sha256(record.id);
    if (sha256.empty()) return;
    const auto bytes = folder_.read(file_of(record));
    if (bytes && sha256_hex(*bytes) == sha256) return;
    comparison_.recheck_locked([&]() -> std::optional<Recheck> {
      const auto rows = store_.profile_queue.lock({record.id});
      if (rows.empty() || rows[0].generation != record.generation) return {};
      return Recheck{
          .finding = {rule::adopted_profile, record.ref,
                      publisher_.path_of(*record.wanted.mac) +
                          (bytes ? " was changed" : " is missing") + " since it was adopted"},
          .ref = record.ref};
    });
  }

  Recheck to_be_set_aside(ConsistencyRule kind, const std::string& file, const char* sentence) {
    return {.finding = {kind, folder_.path_below_root(file), sentence},
            .repair = [this, file] { folder_.quarantine(file); }};
  }

  std::optional<Recheck> orphan(const std::string& file, const Mac& mac) {
    if (!store_.withdrawals.lock_unused(mac) || !folder_.has(file)) return {};
    if (store_.profile_nodes.has_backlog(mac)) return {};
    return to_be_set_aside(rule::orphaned_profile, file, "no phone has this address");
  }

  std::optional<Recheck> no_profile(const std::string& file) {
    const bool may_be_probe = file.starts_with(probe_prefix);
    if (!folder_.has(file, may_be_probe ? longest_probe : std::chrono::seconds(0))) return {};
    return to_be_set_aside(rule::not_a_profile, file, "it is not a profile");
  }

  bool is_initial(const std::string& file) const {
    return std::ranges::find(initial_profiles_, file, &InitialProfile::file) !=
           initial_profiles_.end();
  }

  Comparison& comparison_;
  Store& store_;
  const Publisher& publisher_;
  const Profiles& profiles_;
  const TftpFolder& folder_;
  const std::vector<InitialProfile> initial_profiles_;
  bool has_backlog_ = false;
};

}  // namespace

void compare_folder(Comparison& comparison, const Publisher& publisher, const TftpFolder& folder) {
  Folder all(comparison, publisher, folder);
  // This comes first because it throws when the folder is not available.
  all.strangers();
  all.initial_profiles();
  all.profiles();
  all.catch_up();
  all.strangers_at_root();
  all.staging();
}

}  // namespace spaconf
