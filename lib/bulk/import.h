// Imports a CSV table: registers new phones and changes those that differ.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "registration/services.h"

namespace spaconf {

/// What became of one row of the table.
struct RowResult {
  enum class Kind {
    unchanged,
    registered,
    changed,
    refused,
    overtaken  ///< The phone may have changed since the table was exported; it is left as it is
  };
  int line;  ///< Of the file, from 1
  Kind kind;
  std::string ref;  ///< Empty when it has none
  /// What is wrong with it, each with its field; or what has changed.
  std::vector<std::string> sentences;
};

/// How a table is handed in.
struct Import {
  std::string actor;
  bool dry_run = false;     ///< Everything is checked, nothing is done
  bool takes_over = false;  ///< Accounts of the exchange that were not made here
  bool is_forced = false;   ///< Rows without a version may change phones too
  std::function<void(const RowResult&)> on_row;
};

/// Goes through a table in the shape of export.h, whose columns may stand in any order or be
/// missing. A phone whose reference a row has becomes what the row says; a column that is missing
/// and an empty password change nothing, but another box gets new passwords. A row whose version is
/// not the phone's, or that has none, changes nothing. A row without reference is registered.
/// However often the table is handed in, each is done once. Throws csv::Malformed when the table as
/// a whole cannot be read, and Unavailable: then the rows that were told are done, and the same
/// table can be handed in again.
void import_table(Services& services, std::string_view text, const Import& import);

}  // namespace spaconf
