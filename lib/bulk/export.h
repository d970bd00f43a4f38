// Exports all phones as CSV that can be changed and imported again.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "store/store.h"

namespace spaconf {

/// The names at the head of the table: "ref", "version" and, at the end, "state"; between them
/// the registration form's own fields; never a password.
const std::vector<std::string>& export_columns();

/// A registration's row, in the order of the columns. Several permissions have blanks between
/// them, several settings line ends.
std::vector<std::string> export_row(const Record& record);

/// The table of those that are looked for, with its head, piece by piece.
void write_export(Store& store, const Search& options,
                  const std::function<void(const std::string& piece)>& write);

}  // namespace spaconf
