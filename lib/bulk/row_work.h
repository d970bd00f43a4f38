// Keeps a row of a table and its result while it is carried out.
#pragma once

#include <string>
#include <vector>

#include "bulk/import.h"

namespace spaconf {

/// "mac: The MAC address …"; without its field when the problem has none.
std::string sentence_of(const Problem& problem);

/// "See abcdefghjk."
std::string see(const std::string& ref);

/// A row, and what came of it so far.
struct RowWork {
  csv::Row row;
  RowResult result;
  bool is_done = false;

  void finish(RowResult::Kind kind, std::vector<std::string> sentences);
  void refuse(std::vector<Problem> problems);
  /// Refuses it because of the exception that is being handled. Throws it again when it ends the
  /// import: a service does not respond, or spaconf itself is wrong.
  void refuse_for_exception();
};

/// Rows in their order; each outlives the work.
using RowsWork = std::vector<RowWork*>;

}  // namespace spaconf
