// Looks through the text of a TOML file for what toml++ would end the program for.
// It asserts that a section's name begins with a letter and that no brace closes where a list has a
// value, and asserts that a date with a blank and one digit goes on. Other mistakes are its own to
// name, but of characters that are not ASCII it sees what AsciiToml makes of them.
#include "base/toml_text.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/text.h"

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

/// Does toml++ take this for a date? It begins with a digit and has two hyphens; there may be other
/// characters between them.
bool begins_date(std::string_view text) {
  if (text.empty() || text[0] < '0' || text[0] > '9') return false;
  return std::ranges::count(text.substr(0, text.find_first_of(" \t\r\n,]}#")), '-') > 1;
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
    if (begins_line && !is_utf8(line_at(rest))) return TomlProblem{line, "this is not UTF-8"};
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
      if (!is_ascii(rest.substr(0, 2))) {
        return TomlProblem{line, "a backslash before a character that is not ASCII"};
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
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      return TomlProblem{line, "a character that is not ASCII must be in quotes"};
    } else if ((before == '=' || before == '[' || before == ',') && begins_date(rest)) {
      return TomlProblem{line, "a date must be in quotes"};
    } else if (c == '}' && (before == '[' || before == ',')) {
      return TomlProblem{line, "expected a value instead of }"};
    }
    if (c != '#' && !is_blank(c)) before = c;
  }
  return {};
}

// The mark and two hexadecimal digits stand for one byte. TOML has no escape "q", so that a
// backslash before the mark is an error; and "q" is no digit, so that no text before the mark looks
// like its beginning.
AsciiToml::AsciiToml(std::string_view text) : mark_("q" + random_text("0123456789", 16)) {
  const std::size_t begin = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  text_ = text.substr(0, begin);
  for (char c : text.substr(begin)) {
    if (static_cast<unsigned char>(c) < 0x80) {
      text_ += c;
    } else {
      append_hex(text_ += mark_, c);
    }
  }
}

std::string AsciiToml::restored(std::string_view piece) const {
  constexpr std::size_t digits = 2;
  std::string text;
  for (std::size_t at; (at = piece.find(mark_)) != piece.npos;) {
    text += piece.substr(0, at);
    piece.remove_prefix(at + mark_.size());
    const std::string byte(piece.substr(0, digits));
    if (byte.size() == digits) text += static_cast<char>(std::stoi(byte, nullptr, 16));
    piece.remove_prefix(byte.size());
  }
  return text.append(piece);
}

}  // namespace spaconf
