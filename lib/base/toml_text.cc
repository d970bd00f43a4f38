// Looks through the text of a TOML file for what toml++ would end the program for.
// It asserts that a section's name begins with a letter and that no brace closes where a list has a
// value, asserts that a date with a blank and one digit goes on, and reaches an "unreachable" place
// when it looks for a blank and finds a letter of another alphabet: where TOML allows none, and
// after a backslash that continues a line. Other mistakes are its own to name.
#include "base/toml_text.h"

#include <algorithm>

namespace spaconf {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_-\"']").find(c) != std::string_view::npos;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// `line` is a line that begins outside of quotes.
bool has_wrong_section(std::string_view line) {
  constexpr char blanks[] = " \t";
  line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
  if (!line.starts_with('[')) return false;
  line.remove_prefix(line.starts_with("[[") ? 2 : 1);
  line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
  return line.empty() || !begins_name(line[0]);
}

/// The quotes at the beginning of `text`: one, or three around several lines.
std::string_view quotes_at(std::string_view text) {
  return text.substr(0, text.starts_with("\"\"\"") || text.starts_with("'''") ? 3 : 1);
}

bool may_precede_quotes(char c) {
  return is_blank(c) || std::string_view("=[,{.").find(c) != std::string_view::npos;
}

bool begins_date(std::string_view text) {
  return text.size() > 4 && text[4] == '-' &&
         text.substr(0, 4).find_first_not_of("0123456789") == text.npos;
}

/// Where the text goes on after a backslash in it, and the blanks and line ends that TOML drops.
std::string_view after_backslash(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t\r\n\v\f", 1), text.size()));
}

bool begins_with_letter_of_other_alphabet(std::string_view text) {
  return !text.empty() && static_cast<unsigned char>(text[0]) >= 0x80;
}

std::string_view line_at(std::string_view text) { return text.substr(0, text.find('\n')); }

}  // namespace

std::optional<TomlProblem> problem_for_toml(std::string_view text) {
  unsigned line = 1;
  std::string_view quotes;  // around the text at this place
  bool begins_line = true;
  char before = '\n';  // the last character that is neither a blank nor in a comment
  const std::size_t begin = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  for (std::size_t at = begin; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    const char c = text[at];
    if (quotes.empty() && begins_line && has_wrong_section(line_at(rest))) {
      return TomlProblem{line, "the name of a section begins with a letter"};
    }
    begins_line = c == '\n';
    if (c == '\n') {
      ++line;
      if (quotes.size() == 1) quotes = {};
    } else if (!quotes.empty() && rest.starts_with(quotes)) {
      at += quotes.size() - 1;
      // Three quotes may follow one or two that belong to the text.
      while (quotes.size() == 3 && text.substr(at + 1).starts_with(c)) ++at;
      quotes = {};
    } else if (c == '\\' && quotes.starts_with('"')) {
      if (quotes.size() == 3 && begins_with_letter_of_other_alphabet(after_backslash(rest))) {
        return TomlProblem{line,
                           "a letter that is not ASCII cannot be the first after a backslash"};
      }
      if (!rest.substr(1).starts_with('\n')) ++at;
    } else if (!quotes.empty()) {
      continue;  // text
    } else if (c == '#') {
      at += line_at(rest).size() - 1;
    } else if ((c == '"' || c == '\'') && at > begin && !may_precede_quotes(text[at - 1])) {
      return TomlProblem{line, "a quotation mark in the middle of a word"};
    } else if (c == '"' || c == '\'') {
      quotes = quotes_at(rest);
      at += quotes.size() - 1;
    } else if (begins_with_letter_of_other_alphabet(rest)) {
      return TomlProblem{line, "a letter that is not ASCII must be in quotes"};
    } else if ((before == '=' || before == '[' || before == ',') && begins_date(rest)) {
      return TomlProblem{line, "a date must be in quotes"};
    } else if (c == '}' && (before == '[' || before == ',')) {
      return TomlProblem{line, "expected a value instead of }"};
    }
    if (c != '#' && !is_blank(c)) before = c;
  }
  return {};
}

}  // namespace spaconf
