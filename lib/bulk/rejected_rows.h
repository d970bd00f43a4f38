// Writes the rejected rows of an import as a table that can be corrected and imported again.
#pragma once

#include <string>

#include "bulk/import.h"

namespace spaconf {

/// Which columns a table of rejected rows has.
enum class RejectedColumns { all, without_passwords };

/// The first row: the columns of the imported table, and "reason".
std::string rejected_header(const Table& table, RejectedColumns which);
/// A rejected row as it was, with its line in the imported table and all reasons:
/// "line 3: mac: …; serial: …".
std::string rejected_row(const Table& table, RejectedColumns which, const RowResult& result);

}  // namespace spaconf
