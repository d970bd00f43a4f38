// Exports all phones as CSV that can be changed and imported again.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bulk/columns.h"
#include "store/store.h"

namespace spaconf {

/// A registration's row, in the order of export_columns(). Permissions are separated by blanks,
/// settings by line ends.
std::vector<std::string> export_row(const Record& record);

/// Exports the phones that a search finds, with the column names, piece by piece.
void write_export(Store& store, const Search& options,
                  const std::function<void(const std::string& piece)>& write);

}  // namespace spaconf
