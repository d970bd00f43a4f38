// Repeats the cells of a row, and adds the reasons.
#include "bulk/rejected_rows.h"

#include "base/csv.h"
#include "base/text.h"
#include "base/translation.h"
#include "bulk/columns.h"

namespace spaconf {
namespace {

bool is_written(const std::string& column, RejectedColumns which) {
  return !column.empty() && (which == RejectedColumns::all || !is_password(column));
}

}  // namespace

std::string rejected_header(const Table& table, RejectedColumns which) {
  std::vector<std::string> names;
  for (const std::string& column : table.columns()) {
    if (is_written(column, which)) names.push_back(column);
  }
  names.emplace_back(reason_column);
  return csv::row(names);
}

std::string rejected_row(const Table& table, RejectedColumns which, const RowResult& result) {
  std::vector<std::string> cells;
  for (std::size_t place = 0; place < table.columns().size(); ++place) {
    if (!is_written(table.columns()[place], which)) continue;
    cells.push_back(place < result.cells.size() ? result.cells[place] : "");
  }
  cells.push_back(sentence(_("line {line}: {problem}"),
                           {{"line", result.line}, {"problem", joined(result.sentences, "; ")}}));
  return csv::row(cells);
}

}  // namespace spaconf
