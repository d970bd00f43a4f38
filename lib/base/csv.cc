// Writes and parses CSV.
// Reader gives back every cell that row() writes; a test checks this.
#include "base/csv.h"

#include <algorithm>

#include "base/spreadsheet_cell.h"
#include "base/text.h"
#include "base/translation.h"

namespace spaconf::csv {
namespace {

/// Of one row: a file of separators alone must not fill the memory.
constexpr std::size_t most_cells = 500;

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
/// The first wins where a line has as many of another.
constexpr std::string_view separators = ",;\t";
/// The longest name of a column in an error.
constexpr std::size_t longest_name = 40;

/// The mark itself is marked too, so that a cell that began with one is read as it was.
bool needs_mark(std::string_view cell) {
  return cell.starts_with('\'') || is_changed_by_spreadsheets(cell);
}

/// The first line, to its end outside of quotation marks.
char separator_of(std::string_view text) {
  std::size_t counts[separators.size()] = {};
  bool is_quoted = false;
  for (const char c : text) {
    if (c == '"') is_quoted = !is_quoted;
    if (is_quoted) continue;
    if (c == '\n' || c == '\r') break;
    const std::size_t place = separators.find(c);
    if (place != separators.npos) ++counts[place];
  }
  return separators[std::size_t(std::ranges::max_element(counts) - counts)];
}

/// Excel writes ="0123" for a text that it must not read as a number.
bool is_text_formula(std::string_view cell) {
  return cell.size() > 2 && cell.starts_with("=\"") && cell.ends_with('"') &&
         replaced(cell.substr(2, cell.size() - 3), "\"\"", "").find('"') == std::string::npos;
}

std::string unmarked(std::string cell) {
  if (is_text_formula(cell)) return replaced(cell.substr(2, cell.size() - 3), "\"\"", "\"");
  if (cell.starts_with('\'') && needs_mark(std::string_view(cell).substr(1))) cell.erase(0, 1);
  return cell;
}

}  // namespace

std::string row(const std::vector<std::string>& cells) {
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::string value = cells[i];
    if (needs_mark(value)) value.insert(0, 1, '\'');
    if (i) text += ',';
    if (value.find_first_of(",;\t\"\r\n") == value.npos) {
      text += value;
      continue;
    }
    text += '"';
    for (char c : value) text += c == '"' ? std::string(2, c) : std::string(1, c);
    text += '"';
  }
  return text + "\r\n";
}

Reader::Reader(std::string_view text) : text_(text) {
  if (text_.starts_with(byte_order_mark)) text_.remove_prefix(byte_order_mark.size());
  take_separator();
}

void Reader::take_separator() {
  constexpr std::string_view named = "sep=";
  if (!text_.starts_with(named)) {
    separator_ = separator_of(text_);
    return;
  }
  at_ = named.size();
  if (at_ < text_.size()) separator_ = text_[at_++];
  const bool is_one = separator_ != '"' && separator_ != '\r' && separator_ != '\n';
  if (!is_one || (at_ < text_.size() && !is_next('\r') && !is_next('\n'))) {
    malformed(line_, _("after sep= must come one character, which separates the cells"));
  }
  end_of_line();
}

std::optional<Row> Reader::next() {
  while (at_ < text_.size()) {
    Row row{.line = line_, .cells = {}};
    // Most rows are as long as the first.
    row.cells.reserve(names_.size());
    place_ = 0;
    do {
      if (row.cells.size() == most_cells) {
        malformed(line_, spaconf::sentence(_("a row has at most {most} cells"),
                                           {{"most", std::int64_t(most_cells)}}));
      }
      row.cells.push_back(cell());
      ++place_;
    } while (took(separator_));
    --place_;
    end_of_line();
    if (row.cells.size() == 1 && row.cells[0].empty()) continue;
    if (!has_names_) names_ = row.cells;
    has_names_ = true;
    return row;
  }
  return {};
}

bool Reader::took(char c) {
  if (!is_next(c)) return false;
  ++at_;
  return true;
}

std::string Reader::cell() {
  if (took('"')) return unmarked(quoted());
  if (!text_.substr(at_).starts_with("=\"")) return unmarked(plain());
  // Its quotation marks may contain the separator.
  ++at_;
  ++at_;
  return quoted();
}

std::string Reader::plain() {
  const char ends[] = {separator_, '\r', '\n', '\0'};
  const auto begin = at_;
  at_ = std::min(text_.find_first_of(ends, at_), text_.size());
  return std::string(text_.substr(begin, at_ - begin));
}

std::string Reader::quoted() {
  std::string value;
  const int begin = line_;
  for (;;) {
    if (at_ == text_.size()) malformed(begin, _("a quotation mark is never closed"));
    const char c = text_[at_++];
    if (c == '\n') ++line_;
    if (c != '"') {
      value += c;
    } else if (took('"')) {
      value += '"';
    } else {
      return value;
    }
  }
}

void Reader::end_of_line() {
  const bool had_return = took('\r');
  if (!took('\n') && !had_return && at_ < text_.size()) {
    malformed(line_, _("text after a closing quotation mark"));
  }
  ++line_;
}

void Reader::malformed(int line, const std::string& sentence) const {
  const std::string name = place_ < names_.size() ? only_utf8(trim(names_[place_])) : "";
  throw Malformed(line, std::string(beginning(without_controls(name), longest_name)), sentence);
}

std::vector<Row> parse(std::string_view text) {
  Reader reader(text);
  std::vector<Row> rows;
  while (auto row = reader.next()) rows.push_back(std::move(*row));
  return rows;
}

}  // namespace spaconf::csv
