// In batches, because waiting for the disk and the database costs more than the work. Of
// each batch: stage and wait for the disk without any lock, promise in one transaction, and
// in a second one publish what nobody has changed meanwhile.
#include "registration/regenerate.h"

#include <chrono>
#include <functional>
#include <span>
#include <vector>

#include "base/crypto.h"
#include "base/error.h"
#include "base/log.h"
#include "registration/publish.h"

namespace spaconf {
namespace {

/// How many phones are read at once, and locked at once while their files are renamed.
constexpr int phones_at_once = 1000;
/// How many files are staged before we wait for the disk. ext4 is slow to make new files
/// for some seconds after it has let go of old ones, so many are made before any is replaced.
constexpr std::size_t staged_at_once = 10000;
/// How long a worker leaves those alone that are promised.
constexpr std::chrono::seconds lease{60};

/// A profile on its way.
struct Promise {
  std::int64_t id;
  int version, generation;  // of the row that it was filled from
  std::string file, sha256;
  Staged staged;
  int promised = 0;  // as which generation; 0 when it is not
  bool published = false;
};
using Some = std::span<Promise>;

class Run {
 public:
  Run(Services& services, const Regeneration& wish)
      : services_(services), ledger_(services.ledger), wish_(wish) {}

  Regenerated all() {
    initial_profiles();
    const std::int64_t phones = ledger_.count_phones(wish_.model);
    std::vector<Promise> promises;
    for (std::int64_t last = 0;;) {
      const auto records = ledger_.phones_after(last, wish_.model, phones_at_once);
      for (const Record& record : records) look_at(record, promises);
      wish_.on_progress(done_.looked_at, phones);
      if (promises.size() >= staged_at_once || records.empty()) write(promises);
      if (records.empty()) return done_;
      last = records.back().id;
    }
  }

 private:
  void initial_profiles() {
    for (const Model& model : models()) {
      if (!model.is_hardware() || (wish_.model && wish_.model != &model)) continue;
      const std::string file = std::string(model.name) + ".cfg";
      const std::string bytes = services_.profiles.initial(model);
      if (services_.shelf.holds_initial(file, bytes)) continue;
      changed(file);
      if (!wish_.dry_run) services_.shelf.put_initial(file, bytes);
    }
  }

  void look_at(const Record& record, std::vector<Promise>& promises) {
    ++done_.looked_at;
    const std::string file = services_.profiles.file_name(*record.wanted.mac);
    const Phone phone = phone_of(services_, record);
    std::string bytes = services_.profiles.fill(phone);
    // One that is pending has to be marked as done, whatever lies there.
    if (record.profile == ProfileState::done && services_.shelf.holds(file, bytes)) return;
    if (wish_.dry_run) return changed(services_.shelf.path_below_root(file));
    try {
      services_.profiles.read_back(phone, bytes);
    } catch (const std::exception& error) {
      ++done_.left;
      log("profile pending", {{"ref", record.ref}, {"why", error.what()}});
      ledger_.profile_failed(record.id, error.what());
      return;
    }
    promises.push_back({record.id, record.version, record.generation, file, sha256_hex(bytes),
                        services_.shelf.stage(bytes)});
  }

  void changed(const std::string& path) {
    ++done_.changed;
    wish_.on_change(path);
  }

  void write(std::vector<Promise>& promises) {
    if (promises.empty()) return;
    services_.shelf.wait_for_staged();
    for (std::size_t begin = 0; begin < promises.size(); begin += phones_at_once) {
      const Some some(promises.begin() + std::ptrdiff_t(begin),
                      std::min<std::size_t>(phones_at_once, promises.size() - begin));
      std::vector<std::int64_t> ids;
      for (const Promise& each : some) ids.push_back(each.id);
      services_.database.transact([&] { promise(ids, some); });
      services_.database.transact([&] { publish(ids, some); });
      for (const Promise& each : some) {
        if (each.published) changed(services_.shelf.path_below_root(each.file));
      }
    }
    promises.clear();
  }

  /// Whoever has changed a row since it was read writes its profile too. May be called
  /// again, when the database gave up on a lock.
  void promise(const std::vector<std::int64_t>& ids, Some promises) {
    std::vector<std::int64_t> unchanged;
    for_each_locked(ids, promises, [&](const Record& record, Promise& each) {
      each.promised = 0;
      if (record.version != each.version || record.generation != each.generation) return;
      each.promised = record.generation + 1;
      unchanged.push_back(record.id);
    });
    ledger_.promise_profiles(unchanged, owner_, lease);
    ledger_.audit(wish_.actor, "regenerate", "", std::to_string(unchanged.size()) + " profiles");
  }

  /// May be called again likewise.
  void publish(const std::vector<std::int64_t>& ids, Some promises) {
    std::vector<std::pair<std::int64_t, std::string>> written;
    ledger_.stay(ids);
    for_each_locked(ids, promises, [&](const Record& record, Promise& each) {
      if (record.version != each.version || record.generation != each.promised ||
          record.profile != ProfileState::pending) {
        return;
      }
      if (!each.published) services_.shelf.publish(each.staged, each.file);
      each.published = true;
      written.emplace_back(each.id, each.sha256);
    });
    if (written.empty()) return;
    services_.shelf.wait_for_published();
    ledger_.profiles_done(written);
  }

  void for_each_locked(const std::vector<std::int64_t>& ids, Some promises,
                       const std::function<void(const Record&, Promise&)>& act) {
    auto each = promises.begin();
    for (const Record& record : ledger_.lock_all(ids)) {
      while (each->id != record.id) ++each;
      act(record, *each);
    }
  }

  Services& services_;
  Ledger& ledger_;
  const Regeneration& wish_;
  const std::string owner_ = random_key();
  Regenerated done_;
};

}  // namespace

Regenerated regenerate(Services& services, const Regeneration& wish) {
  services.require_databases();
  return Run(services, wish).all();
}

}  // namespace spaconf
