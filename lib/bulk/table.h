// Reads a table of phones: columns by their names, rows one after another.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.h"
#include "base/fields.h"

namespace spaconf {

/// How many bytes and rows a table may have: more than 100,000 phones with all their columns.
constexpr std::uintmax_t largest_table = 48 << 20;
constexpr int most_table_rows = 200'000;

/// Why a table of so many bytes is refused before it is read, as a sentence; empty when it is not.
std::string table_size_error(std::uintmax_t bytes);
/// The bytes of a file with a table, or of a pipe. Throws csv::Malformed when it is larger than a
/// table may be, without reading it if it is a file, and std::system_error naming it.
std::string read_table_file(const std::filesystem::path& file);

/// A table with columns of columns.h, in any order, and with their names in upper or lower case.
class Table {
 public:
  /// Goes through all rows once. The text outlives the table. `names` are the columns' names
  /// instead of those in the first row, unless it is empty. Throws csv::Malformed: the table as a
  /// whole cannot be read.
  explicit Table(std::string_view text, const std::vector<std::string>& names = {});

  /// In their order. One without a name, or with the reasons, is ""; one that is left out is "-".
  const std::vector<std::string>& columns() const { return columns_; }
  bool has(std::string_view column) const { return places_.contains(column); }
  /// The place of the column with the reasons of rejected rows; npos when there is none.
  std::size_t reasons() const { return reasons_; }
  int row_count() const { return row_count_; }
  /// Calls `act` with each row that is not empty, in their order.
  void for_each(const std::function<void(csv::Row&&)>& act) const;

  /// Why the row as a whole cannot be read, as a sentence; empty when it can.
  std::string row_error(const csv::Row& row) const;
  /// The cell without blanks around it; empty when there is none.
  std::string_view cell(const csv::Row& row, std::string_view column) const;
  /// The column with the permissions of the line's account; empty when there is none.
  std::string permission_column(int position) const;
  /// The row as the registration form's fields. `with_empty`: an empty cell clears the value;
  /// otherwise it counts as missing.
  Fields form(const csv::Row& row, bool with_empty) const;

 private:
  void read_names(const csv::Row& header);
  void check(const csv::Row& row) const;

  std::vector<std::string> columns_;
  std::map<std::string, std::size_t, std::less<>> places_;
  std::size_t reasons_ = std::string::npos;  // the place of the column with the reasons
  csv::Reader rows_;                         // after the header
  int row_count_ = 0;
};

}  // namespace spaconf
