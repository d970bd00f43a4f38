// The state of each phone's profile: pending, written, withdrawn.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/sql.h"
#include "store/lock_order.h"
#include "store/record_reader.h"
#include "store/withdrawals.h"

namespace spaconf {

/// Which version of a registration its profile is made from.
struct RowVersion {
  std::int64_t id;  ///< The registration's
  int version, generation;
  bool is_pending;     ///< It has still to be written, or was adopted
  bool accounts_wait;  ///< Not before its accounts are on the exchange
  std::string sha256;  ///< Of the profile that was written last; empty when there is none
  std::string mac;     ///< 12 lower-case hex digits; empty for a software phone
};

/// Registrations with a profile, and the tasks that write it.
class ProfileQueue {
 public:
  ProfileQueue(sql::Connection& database, LockOrder& locks, Withdrawals& withdrawals)
      : database_(database), locks_(locks), reader_(database), withdrawals_(withdrawals) {}

  /// Live phones with a profile whose numbers are `first` to `last`, with lines, in the order of
  /// their numbers; of one model, or of all that are known when it is nullptr.
  std::vector<SealedRecord> phones(std::int64_t first, std::int64_t last, const Model* model);
  /// The number of the registration that was made last; 0 when there is none.
  std::int64_t last_phone();
  /// Those of these registrations whose profiles are done, likewise.
  std::vector<SealedRecord> done_phones(const std::vector<std::int64_t>& registrations);
  std::int64_t count(const Model* model);

  /// Locks those of the registrations that are live, in the order of their numbers.
  std::vector<RowVersion> lock(const std::vector<std::int64_t>& registrations);
  /// The profiles are to be written anew, as one more generation, so that a process that is about
  /// to write the former one drops it: by `owner` or, when that has not happened within `time`, by
  /// a worker. Locks the registrations' rows, late.
  void enqueue(const std::vector<std::int64_t>& registrations, const std::string& owner,
               std::chrono::seconds time);
  /// Registrations that lock() has locked have these profiles: number and SHA-256 of each.
  void done(const std::vector<std::pair<std::int64_t, std::string>>& written);
  /// Locks the row until the transaction ends; its address has no withdrawal any more. False, and
  /// nothing is locked or changed, unless it is live, at this generation, and its profile pending.
  /// `once_locked` comes before the locks of withdrawals and tasks.
  bool done(const Record& record, const std::string& sha256,
            const std::function<void()>& once_locked = {});
  /// The registration, which was just added, has a profile from before spaconf: its SHA-256, or
  /// nothing when that is not in the TFTP folder.
  void adopted(std::int64_t registration, const std::string& sha256);
  /// Why it could not be written.
  void failed(std::int64_t registration, const std::string& reason);
  /// The registration, whose row is locked, has no profile any more: nothing is left to do.
  void removed(std::int64_t registration);
  /// Of the profile that was written last; empty when there is none.
  std::string sha256(std::int64_t registration);

 private:
  sql::Connection& database_;
  LockOrder& locks_;
  RecordReader reader_;
  Withdrawals& withdrawals_;
};

}  // namespace spaconf
