// Changes registered phones to the values of a table's rows.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "bulk/row_work.h"

namespace spaconf {

/// The rows of one table that have a reference. All arguments outlive it.
class ChangedPhones {
 public:
  /// Goes through the table for rows that contradict each other. `is_check`: nothing is changed.
  ChangedPhones(Services& services, const Import& import, const Table& table, bool is_check);

  /// Reads the phones of these rows, and the people who are to have them, in few questions.
  void prepare(const RowsWork& rows);
  /// Works on one of them, and gives it its result. Throws Unavailable.
  void carry_out(RowWork& work);

 private:
  void note_permissions(const csv::Row& row);
  void refuse_contradictions(const csv::Row& row) const;
  std::optional<SealedRecord> record_of(const std::string& ref);
  bool is_as_exported(const csv::Row& row, const Record& record) const;
  std::vector<std::string> version_errors(std::string_view typed, int now) const;
  void update(RowWork& work);
  void change(RowWork& work, const SealedRecord& record);
  void finish_profile(const Record& record);

  Services& services_;
  const Import& import_;
  const Table& table_;
  const bool is_check_;
  /// By a hash of the account's user: one of the permissions that rows give it, and whether others
  /// give it different ones.
  struct Permissions {
    std::size_t hash;
    bool is_contradicted = false;
  };
  std::unordered_map<std::size_t, Permissions> permissions_;
  /// Of the prepared rows; without those that may have changed since.
  std::map<std::string, SealedRecord> records_;
  std::unique_ptr<Directory> people_;
  /// By reference: how many new versions of a phone other rows of this table have caused.
  std::map<std::string, int> own_versions_;
};

}  // namespace spaconf
