// Repeats the cells of a row, and adds the reasons.
#include "bulk/rejected_rows.h"

#include "base/csv.h"
#include "base/text.h"
#include "base/translation.h"
#include "bulk/columns.h"

namespace spaconf {

std::string rejected_header(const std::vector<std::string>& columns) {
  std::vector<std::string> names;
  for (const std::string& column : columns) {
    if (!column.empty()) names.push_back(column);
  }
  names.emplace_back(reason_column);
  return csv::row(names);
}

std::string rejected_row(const std::vector<std::string>& columns, const RejectedRow& row,
                         RejectedPasswords passwords) {
  std::vector<std::string> cells;
  for (std::size_t place = 0; place < columns.size(); ++place) {
    if (columns[place].empty()) continue;
    const bool may_be_password = is_password(columns[place]) || columns[place] == left_out_column;
    const bool is_left_empty =
        place >= row.cells.size() || (may_be_password && passwords == RejectedPasswords::empty);
    cells.push_back(is_left_empty ? "" : row.cells[place]);
  }
  cells.push_back(sentence(_("line {line}: {problem}"),
                           {{"line", row.line}, {"problem", joined(row.sentences, "; ")}}));
  return csv::row(cells);
}

}  // namespace spaconf
