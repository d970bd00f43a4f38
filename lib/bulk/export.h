// Exports all phones as CSV that can be changed and imported again.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "store/store.h"

namespace spaconf {

/// The names of the columns: "ref", "version" and, at the end, "state"; between them the
/// registration form's own fields; never a password.
const std::vector<std::string>& export_columns();

/// A registration's row, in the order of the columns. Permissions are separated by blanks, settings
/// by line ends.
std::vector<std::string> export_row(const Record& record);

/// Exports the phones that a search finds, with the column names, piece by piece.
void write_export(Store& store, const Search& options,
                  const std::function<void(const std::string& piece)>& write);

}  // namespace spaconf
