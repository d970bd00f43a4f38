// Reads and writes CSV for spreadsheets (RFC 4180), without cells that they would calculate.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace spaconf::csv {

/// One row, with its line end. A cell that begins with = + - @ or ' gets a ' before it, so
/// that a spreadsheet treats it as text; parse() removes it.
std::string row(const std::vector<std::string>& cells);

/// One row of a file.
struct Row {
  int line;  ///< The line where it begins, from 1
  std::vector<std::string> cells;
};

/// The file is not valid CSV; the message begins with the line.
class Malformed : public std::runtime_error {
 public:
  Malformed(int line, const std::string& sentence)
      : std::runtime_error("line " + std::to_string(line) + ": " + sentence) {}
};

/// The rows of a file, without empty ones. Accepts what spreadsheets write: any line end, a byte
/// order mark, semicolons instead of commas. Throws Malformed.
std::vector<Row> parse(std::string_view text);

}  // namespace spaconf::csv
