// Reads and writes CSV for spreadsheets (RFC 4180), without cells that they would change.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/translation.h"

namespace spaconf::csv {

/// One row, with its line end. A cell that a spreadsheet would calculate or read as something else
/// than text (spreadsheet_cell.h), or that begins with ', gets a ' before it, so that a spreadsheet
/// leaves it as it is. Reader removes it, whether or not the spreadsheet did.
std::string row(const std::vector<std::string>& cells);

/// One row of a file.
struct Row {
  int line;  ///< The line where it begins, from 1
  std::vector<std::string> cells;
};

/// The file is not valid CSV; the message begins with the line and, where it is known, the column:
/// "line 3, column mac: …".
class Malformed : public std::runtime_error {
 public:
  Malformed(int line, const std::string& sentence) : Malformed(line, "", sentence) {}
  Malformed(int line, const std::string& column, const std::string& sentence)
      : std::runtime_error(
            spaconf::sentence(column.empty() ? _("line {line}: {problem}")
                                             : _("line {line}, column {column}: {problem}"),
                              {{"line", line}, {"column", column}, {"problem", sentence}})) {}
};

/// Reads the rows of a text one after another. Accepts what spreadsheets write: any line end, a
/// byte order mark, a semicolon or a tab instead of a comma, which the first row or a line "sep=;"
/// before it tells, and ="0123" for the text 0123. Cells are bytes of any encoding.
class Reader {
 public:
  /// The text outlives the reader. Throws Malformed.
  explicit Reader(std::string_view text);

  /// The next row that is not empty; empty at the end. Throws Malformed, which names a column by
  /// the first row.
  std::optional<Row> next();

 private:
  void take_separator();
  bool is_next(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool took(char c);
  std::string cell();
  std::string plain();
  std::string quoted();
  void end_of_line();
  [[noreturn]] void malformed(int line, const std::string& sentence) const;

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
  char separator_ = ',';
  std::size_t place_ = 0;           // of the cell in its row
  std::vector<std::string> names_;  // the cells of the first row
  bool has_names_ = false;
};

/// All rows of a text. Throws Malformed.
std::vector<Row> parse(std::string_view text);

}  // namespace spaconf::csv
