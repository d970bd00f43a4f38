// Stages and publishes profiles in batches.
#include "registration/staged_profiles.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include "base/crypto.h"
#include "base/error.h"
#include "base/log.h"
#include "registration/older_file.h"

namespace spaconf {
namespace {

/// How much of a request's time is left for the answer and, on a slow disk, for files.
constexpr std::chrono::seconds rest_time{2};
constexpr std::size_t accounts_at_once = 16;

void require_rest(const Deadline& deadline, const std::string& service) {
  if (deadline.left(rest_time, service) >= rest_time) return;
  throw Unavailable(service, "too slow: the worker writes the rest");
}

/// Those of some of the records at a time.
void bring_accounts(Publisher& publisher, const Deadline& deadline,
                    const std::vector<const RecordWithPasswords*>& records, std::size_t begin,
                    std::size_t end) {
  for (; begin < end; begin += accounts_at_once) {
    require_rest(deadline, "exchange");
    std::vector<std::int64_t> ids;
    const std::size_t stop = std::min(begin + accounts_at_once, end);
    for (std::size_t i = begin; i < stop; ++i) ids.push_back(records[i]->id);
    if (!publisher.bring_new_accounts(ids)) return;
  }
}

/// A profile that cannot be made concerns its phone only.
void stage(Store& store, const Publisher& publisher, const TftpFolder& folder,
           const RecordWithPasswords& record, StagedProfiles& profiles) {
  try {
    profiles.push_back(staged_profile(folder, publisher.profiles().file_name(*record.wanted.mac),
                                      record, publisher.write(record)));
    profiles.back().queued_generation = record.generation;
  } catch (const Unavailable&) {
    throw;
  } catch (const std::exception& error) {
    log(Priority::warning, "profile pending", {{"ref", record.ref}, {"why", error.what()}});
    store.profile_queue.failed(record.id, error.what());
  }
}

/// Renames the files and marks them as done, while their rows are locked. Returns the numbers of
/// these.
std::vector<std::int64_t> publish_locked(Store& store, const TftpFolder& folder,
                                         const std::vector<StagedProfile*>& profiles) {
  std::vector<std::int64_t> ids;
  if (profiles.empty()) return ids;
  std::vector<std::pair<std::int64_t, std::string>> written;
  for (const StagedProfile* each : profiles) {
    ids.push_back(each->id);
    written.emplace_back(each->id, each->sha256);
  }
  store.withdrawals.cancel(ids);
  for (StagedProfile* each : profiles) {
    if (!each->published) folder.publish(each->staged, each->file);
    each->published = true;
  }
  folder.wait_for_published();
  store.profile_queue.done(written);
  return ids;
}

}  // namespace

StagedProfile staged_profile(const TftpFolder& folder, const std::string& file,
                             const Record& record, const std::string& bytes) {
  return {.id = record.id,
          .version = record.version,
          .generation = record.generation,
          .mac = *record.wanted.mac,
          .file = file,
          .sha256 = sha256_hex(bytes),
          .staged = folder.stage(bytes)};
}

void for_each_locked(Store& store, StagedProfiles& profiles,
                     const std::function<void(const RowVersion&, StagedProfile&)>& act) {
  std::vector<std::int64_t> ids;
  for (const StagedProfile& each : profiles) ids.push_back(each.id);
  auto each = profiles.begin();
  for (const RowVersion& row : store.profile_queue.lock(ids)) {
    while (each->id != row.id) ++each;
    act(row, *each);
  }
}

void publish(Store& store, const TftpFolder& folder, StagedProfiles& profiles) {
  std::vector<StagedProfile*> unchanged;
  // By registration, in an earlier attempt of this transaction.
  std::map<std::int64_t, OlderFile> published;
  for (const StagedProfile& each : profiles) {
    if (each.published)
      published.emplace(each.id, OlderFile{each.id, each.queued_generation, each.mac, each.file});
  }
  std::set<std::int64_t> have_their_address;
  for_each_locked(store, profiles, [&](const RowVersion& row, StagedProfile& each) {
    const bool is_same =
        row.version == each.version && row.generation == each.queued_generation && row.is_pending;
    if (row.mac == each.mac.plain()) have_their_address.insert(each.id);
    if (row.generation == each.queued_generation) published.erase(each.id);
    if (is_same && !row.accounts_wait) unchanged.push_back(&each);
  });
  const auto mend_those = [&](bool have_it) {
    for (const auto& [id, file] : published) {
      if (have_their_address.contains(id) == have_it) mend(store, folder, file, have_it);
    }
  };
  // Before and after, by the order of locks.
  mend_those(false);
  const auto ids = publish_locked(store, folder, unchanged);
  mend_those(true);
  store.profile_nodes.changed(ids);
}

void publish_new(Store& store, Publisher& publisher, const TftpFolder& folder,
                 const Deadline& deadline, const std::vector<const RecordWithPasswords*>& records) {
  try {
    for (std::size_t begin = 0; begin < records.size(); begin += profiles_at_once) {
      require_rest(deadline, "TFTP folder");
      const std::size_t end = std::min(begin + profiles_at_once, records.size());
      bring_accounts(publisher, deadline, records, begin, end);
      StagedProfiles profiles;
      for (std::size_t i = begin; i < end; ++i) {
        if (records[i]->wanted.mac) stage(store, publisher, folder, *records[i], profiles);
      }
      folder.wait_for_staged();
      store.transact([&] { publish(store, folder, profiles); });
    }
  } catch (const Unavailable& error) {
    log(Priority::warning, "profile write deferred", {{"why", error.what()}});
  }
}

}  // namespace spaconf
