// Writes each row of a table as CSV of its own, and puts some of them together again.
#include "bulk/table_rows.h"

#include <algorithm>

#include "base/csv.h"
#include "bulk/table.h"

namespace spaconf {
namespace {

/// How many lines the text ends, as csv::parse() counts them.
int lines_of(std::string_view text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TableRows table_rows(std::string_view text, const std::vector<std::string>& names) {
  const Table table(text, names);
  const auto without_reasons = [&](std::vector<std::string> cells) {
    if (table.reasons() < cells.size()) {
      cells.erase(cells.begin() + std::ptrdiff_t(table.reasons()));
    }
    return csv::row(cells);
  };
  TableRows rows{.head = without_reasons(table.columns()), .rows = {}};
  table.for_each([&](csv::Row&& row) {
    rows.rows.push_back({.line = row.line, .text = without_reasons(std::move(row.cells))});
  });
  return rows;
}

std::string table_of(const std::string& head, const std::vector<JobRow>& rows) {
  std::string text = head;
  int line = 1 + lines_of(head);
  for (const JobRow& row : rows) {
    // Empty lines, which are no rows, in the place of the rows that are left out.
    if (row.line > line) text.append(static_cast<std::size_t>(row.line - line), '\n');
    text += row.text;
    line = std::max(line, row.line) + lines_of(row.text);
  }
  return text;
}

std::vector<std::string> cells_of(const std::string& row) {
  const auto rows = csv::parse(row);
  return rows.empty() ? std::vector<std::string>() : rows.front().cells;
}

}  // namespace spaconf
