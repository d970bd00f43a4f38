// The table of registrations: add, find, lock, change, retire.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/sql.h"
#include "store/lock_order.h"
#include "store/record_reader.h"
#include "store/sealed_record.h"
#include "store/search_index.h"

namespace spaconf {

/// The table of registrations. What changes several rows is called inside of
/// database.transact(). Times are the database's, so that clocks of several machines do not matter.
class Registrations {
 public:
  Registrations(sql::Connection& database, LockOrder& locks)
      : database_(database), locks_(locks), reader_(database), search_index_(database) {}

  /// Adds a new registration and gives its number. Throws sql::Duplicate("active_mac") when the
  /// phone has one already.
  std::int64_t add(const Record& record);
  /// Adds many, and gives each its number. Throws the same, for any of them.
  void add_each(const std::vector<Record*>& records);
  /// With its lines and their sealed passwords.
  std::optional<SealedRecord> find(const std::string& ref);
  /// Those of these references that can be read, in any order.
  std::vector<SealedRecord> find_all(const std::vector<std::string>& refs);
  /// Those of a roll-out that can be read, the oldest first.
  std::vector<SealedRecord> of_rollout(std::int64_t rollout);
  /// True when there is one, even if its row cannot be read.
  bool has(const std::string& ref);
  /// Locks the row until the transaction ends.
  std::optional<LockedRecord> lock(const std::string& ref);
  std::optional<LockedRecord> lock(std::int64_t registration);
  /// The same for another phone of an account whose row is locked already.
  std::optional<LockedRecord> lock_late(std::int64_t registration);

  /// What it is from now on: the next version and generation, its profile still to be written.
  /// Throws sql::Duplicate("active_mac") like add().
  void change(const Record& after);
  /// The next version; the profile stays as it is.
  void next_version(std::int64_t registration);
  /// Its address is free from now on, and its file is to be withdrawn.
  void retire(const LockedRecord& before);

  std::string ref_of_mac(const Mac& mac);  ///< Of the live one; empty when there is none
  std::vector<Record> latest(int count);   ///< Without lines; rows that cannot be read are left out
  /// The login of the person's oldest live registration, in the spelling there, of all the logins
  /// that the person has; empty when there is none.
  std::string first_login_of(const Person& person);
  /// The same for each of many people, in their order.
  std::vector<std::string> first_logins_of(const std::vector<Person>& people);
  /// Live phones that no program of this version can read, each with the reason; at most so many.
  std::vector<std::string> unreadable(int most);

 private:
  std::optional<LockedRecord> locked(const std::string& condition, const sql::Value& value);

  sql::Connection& database_;
  LockOrder& locks_;
  RecordReader reader_;
  SearchIndex search_index_;
};

}  // namespace spaconf
