// Takes a table apart into rows that can be imported some at a time, with the lines of the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/job.h"

namespace spaconf {

/// A table's rows, each as CSV.
struct TableRows {
  std::string head;  ///< The row with the names of the columns
  std::vector<JobRow> rows;
};

/// The rows of an uploaded table; `names` as Table() takes them. Throws csv::Malformed.
TableRows table_rows(std::string_view text, const std::vector<std::string>& names = {});

/// A table with these of its rows, in the order of their lines; each is on its own line again.
std::string table_of(const std::string& head, const std::vector<JobRow>& rows);

/// The cells of one row as CSV.
std::vector<std::string> cells_of(const std::string& row);

}  // namespace spaconf
