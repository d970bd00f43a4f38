// Writes the rejected rows of an import as a table that can be corrected and imported again.
#pragma once

#include <string>
#include <vector>

namespace spaconf {

/// A rejected row, to be written.
struct RejectedRow {
  int line;                               ///< In the imported table
  const std::vector<std::string>& cells;  ///< In the order of the table's columns
  const std::vector<std::string>& sentences;
};
/// Whether cells that are or may be passwords are written, or are empty: those of the columns for
/// passwords, and those that are left out.
enum class RejectedPasswords { written, empty };

/// The first row: the columns of the imported table that have a name, and "reason".
std::string rejected_header(const std::vector<std::string>& columns);
/// A rejected row as it was, with its line in the imported table and all reasons:
/// "line 3: mac: …; serial: …".
std::string rejected_row(const std::vector<std::string>& columns, const RejectedRow& row,
                         RejectedPasswords passwords);

}  // namespace spaconf
