// Fuzzes tables: what is written is read back the same, and what is read can be written.
#include <vector>

#include "base/csv.h"
#include "base/spreadsheet_cell.h"
#include "base/text.h"
#include "bulk/spreadsheet_damage.h"
#include "bulk/table.h"
#include "property.h"

using namespace spaconf;

namespace {

/// The columns' names come first: they tell the separator, and the table's first byte is one of
/// theirs.
const std::string header = csv::row({"ref", "version"});

/// Are these the rows below the header, without their lines?
bool has_rows(const std::string& written, const std::vector<csv::Row>& rows) {
  const auto read = csv::parse(header + written);
  if (read.size() != rows.size() + 1) return false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (read[i + 1].cells != rows[i].cells) return false;
  }
  return true;
}

/// A spreadsheet would calculate such a cell.
bool is_formula(std::string_view cell) {
  return !cell.empty() && std::string_view("=+-@").find(cell.front()) != std::string_view::npos;
}

void read_and_write(std::string_view text) try {
  const auto rows = csv::parse(text);
  std::string written;
  int line = 0;
  for (const csv::Row& row : rows) {
    fuzz::require(row.line > line, "lines are in their order");
    line = row.line;
    written += csv::row(row.cells);
  }
  fuzz::require(has_rows(written, rows), "a table is read as it was written");
} catch (const csv::Malformed& malformed) {
  fuzz::require(std::string_view(malformed.what()).starts_with("line "), "an error has its line");
}

/// What a spreadsheet sees in a row of one cell.
std::string shown(const std::string& row) {
  const std::string cell = row.substr(0, row.size() - 2);
  if (!cell.starts_with('"')) return cell;
  return replaced(cell.substr(1, cell.size() - 2), "\"\"", "\"");
}

void read_table(std::string_view text) try {
  const Table table(text);
  int count = 0;
  table.for_each([&](csv::Row&& row) {
    ++count;
    table.form(row, count % 2 == 0);
    const bool is_whole = table.row_error(row).empty();
    for (const Problem& problem : spreadsheet_damage(table, row)) {
      fuzz::require(is_whole || !problem.sentence.empty(), "a problem has its sentence");
      fuzz::require(table.has(problem.field), "a problem is in a column");
    }
  });
  fuzz::require(count == table.row_count(), "each time a table has the same rows");
} catch (const csv::Malformed& malformed) {
  fuzz::require(std::string_view(malformed.what()).starts_with("line "), "an error has its line");
}

void write_and_read(const std::vector<std::string>& cells) {
  const std::string written = csv::row(cells);
  fuzz::require(written.ends_with("\r\n"), "a row has its line end");
  const bool is_quoted = written.starts_with('"');
  fuzz::require(!is_formula(std::string_view(written).substr(is_quoted)),
                "a spreadsheet calculates no cell");
  for (const std::string& cell : cells) {
    fuzz::require(!is_changed_by_spreadsheets(shown(csv::row({cell}))),
                  "a spreadsheet changes no cell");
  }
  std::vector<csv::Row> rows;
  const bool is_empty = cells.size() == 1 && cells[0].empty();
  if (!is_empty) rows.push_back({2, cells});
  fuzz::require(has_rows(written, rows), "a row is read as it was written");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  read_and_write(text);
  read_table(text);
  write_and_read(split(text, '|'));
  return 0;
}
