// Imports a CSV table: registers new phones and changes those that differ.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "registration/services.h"

namespace spaconf {

/// The result of one row of the table.
struct RowResult {
  enum class Kind {
    unchanged,
    registered,
    changed,
    refused,
    overtaken  ///< Skipped, because the phone may have changed since the export
  };
  int line;  ///< Of the file, from 1
  Kind kind;
  std::string ref;  ///< Empty when it has none
  /// The problems, each with its field; or what has changed.
  std::vector<std::string> sentences;
};

/// The options of an import.
struct Import {
  std::string actor;
  bool dry_run = false;     ///< Everything is checked, nothing is changed
  bool takes_over = false;  ///< Takes over accounts that spaconf did not create
  bool is_forced = false;   ///< Rows without a version may change phones, too
  std::function<void(const RowResult&)> on_row;
};

/// Imports a table in the shape of export.h, whose columns may be in any order or missing. A row
/// with a reference changes its phone to the row's values; a missing column and an empty password
/// change nothing, but another device gets new passwords. A row whose version is not the phone's,
/// or is missing, changes nothing. A row without reference is registered. Importing the same table
/// again repeats nothing. Throws csv::Malformed when the table as a whole cannot be read, and
/// Unavailable: then the reported rows are done, and the same table can be imported again.
void import_table(Services& services, std::string_view text, const Import& import);

}  // namespace spaconf
