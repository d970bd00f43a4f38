// In batches, because waiting for the disk and the database costs more than the work. Of
// each batch: promise in one transaction, stage and wait for the disk without any lock, and
// in a second transaction publish what nobody has changed meanwhile.
#include "registration/regenerate.h"

#include <chrono>
#include <vector>

#include "base/crypto.h"
#include "base/error.h"
#include "base/log.h"
#include "registration/publish.h"

namespace spaconf {
namespace {

/// How many phones are read at once, and how long a worker leaves ours alone.
constexpr int phones_at_once = 1000;
constexpr std::chrono::seconds lease{60};

/// A profile on its way.
struct Promise {
  std::int64_t id;
  int version, generation;
  std::string file, sha256;
  Staged staged;
  bool published = false;
};

class Run {
 public:
  Run(Services& services, const Regeneration& wish)
      : services_(services), ledger_(services.ledger), wish_(wish) {}

  Regenerated all() {
    initial_profiles();
    const std::int64_t phones = ledger_.count_phones(wish_.model);
    for (std::int64_t last = 0;;) {
      wish_.on_progress(done_.looked_at, phones);
      const auto records = ledger_.phones_after(last, wish_.model, phones_at_once);
      if (records.empty()) return done_;
      last = records.back().id;
      std::vector<std::int64_t> batch;
      for (const Record& record : records) {
        if (!is_right(record)) batch.push_back(record.id);
        if (batch.size() == Ledger::batch || (!batch.empty() && &record == &records.back())) {
          if (!wish_.dry_run) write(batch);
          batch.clear();
          wish_.on_progress(done_.looked_at, phones);
        }
      }
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

  bool is_right(const Record& record) {
    ++done_.looked_at;
    const std::string file = services_.profiles.file_name(*record.wanted.mac);
    const std::string bytes = services_.profiles.fill(phone_of(services_, record));
    // One that is pending has to be marked as done, whatever lies there.
    if (record.profile == ProfileState::done && services_.shelf.holds(file, bytes)) return true;
    if (wish_.dry_run) changed(services_.shelf.path_below_root(file));
    return false;
  }

  void changed(const std::string& path) {
    ++done_.changed;
    wish_.on_change(path);
  }

  void write(const std::vector<std::int64_t>& batch) {
    auto promises = stage(promise(batch));
    services_.shelf.wait_for_staged();
    services_.database.transact([&] { publish(batch, promises); });
    for (const Promise& each : promises) {
      if (each.published) changed(services_.shelf.path_below_root(each.file));
    }
  }

  /// The records as they are now, each with the generation that its profile will be.
  std::vector<Record> promise(const std::vector<std::int64_t>& batch) {
    std::vector<Record> records;
    services_.database.transact([&] {
      records = ledger_.lock_all(batch, true);
      ledger_.promise_profiles(batch, owner_, lease);
      ledger_.audit(wish_.actor, "regenerate", "", std::to_string(records.size()) + " profiles");
    });
    for (Record& record : records) {
      if (record.profile == ProfileState::done) ++record.generation;
    }
    return records;
  }

  std::vector<Promise> stage(const std::vector<Record>& records) {
    std::vector<Promise> promises;
    promises.reserve(records.size());
    for (const Record& record : records) {
      try {
        const std::string bytes = services_.profiles.write(phone_of(services_, record));
        promises.push_back({record.id, record.version, record.generation,
                            services_.profiles.file_name(*record.wanted.mac), sha256_hex(bytes),
                            services_.shelf.stage(bytes)});
      } catch (const Unavailable&) {
        throw;
      } catch (const std::exception& error) {
        ++done_.left;
        log("profile pending", {{"ref", record.ref}, {"why", error.what()}});
        ledger_.profile_failed(record.id, error.what());
      }
    }
    return promises;
  }

  /// May be called again, when the database gave up on a lock.
  void publish(const std::vector<std::int64_t>& batch, std::vector<Promise>& promises) {
    std::vector<std::pair<std::int64_t, std::string>> written;
    auto record = ledger_.lock_all(batch, false);
    auto now = record.begin();
    for (Promise& each : promises) {
      while (now != record.end() && now->id < each.id) ++now;
      // Whoever changed the row or wrote this generation meanwhile was faster.
      if (now == record.end() || now->id != each.id || now->version != each.version ||
          now->generation != each.generation || now->profile != ProfileState::pending) {
        continue;
      }
      if (!each.published) services_.shelf.publish(each.staged, each.file);
      each.published = true;
      written.emplace_back(each.id, each.sha256);
    }
    if (written.empty()) return;
    services_.shelf.wait_for_published();
    ledger_.profiles_done(written);
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
