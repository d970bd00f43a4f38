// Writes and parses CSV.
// parse() reads back every cell that row() writes; a test checks this.
#include "base/csv.h"

namespace spaconf::csv {
namespace {

/// The characters that begin a formula in a spreadsheet, and the mark that prevents it.
constexpr std::string_view armed = "=+-@'";

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
    const auto header = text_.substr(0, text_.find('\n'));
    if (header.find(',') == header.npos && header.find(';') != header.npos) separator_ = ';';
  }

  std::vector<Row> rows() {
    std::vector<Row> rows;
    while (at_ < text_.size()) {
      Row row{.line = line_, .cells = {}};
      do {
        row.cells.push_back(cell());
      } while (took(separator_));
      end_of_line();
      if (row.cells.size() > 1 || !row.cells[0].empty()) rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  bool is_next(char c) const { return at_ < text_.size() && text_[at_] == c; }

  bool took(char c) {
    if (!is_next(c)) return false;
    ++at_;
    return true;
  }

  std::string cell() {
    std::string value = took('"') ? quoted() : plain();
    if (value.size() > 1 && value[0] == '\'' && armed.find(value[1]) != armed.npos)
      value.erase(0, 1);
    return value;
  }

  std::string plain() {
    const char ends[] = {separator_, '\r', '\n', '\0'};
    const auto begin = at_;
    at_ = std::min(text_.find_first_of(ends, at_), text_.size());
    return std::string(text_.substr(begin, at_ - begin));
  }

  std::string quoted() {
    std::string value;
    const int begin = line_;
    for (;;) {
      if (at_ == text_.size()) throw Malformed(begin, "a quotation mark is never closed");
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

  void end_of_line() {
    const bool had_return = took('\r');
    if (!took('\n') && !had_return && at_ < text_.size()) {
      throw Malformed(line_, "text after a closing quotation mark");
    }
    ++line_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
  char separator_ = ',';
};

}  // namespace

std::string row(const std::vector<std::string>& cells) {
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::string value = cells[i];
    if (!value.empty() && armed.find(value[0]) != armed.npos) value.insert(0, 1, '\'');
    if (i) text += ',';
    if (value.find_first_of(",;\"\r\n") == value.npos) {
      text += value;
      continue;
    }
    text += '"';
    for (char c : value) text += c == '"' ? std::string(2, c) : std::string(1, c);
    text += '"';
  }
  return text + "\r\n";
}

std::vector<Row> parse(std::string_view text) { return Parser(text).rows(); }

}  // namespace spaconf::csv
