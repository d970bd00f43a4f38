// Finds what toml++ 3.3 does not survive in the text of a TOML file, and hides from it what is not
// ASCII.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace spaconf {

struct TomlProblem {
  unsigned line;
  std::string sentence;
};

/// The first problem that ends the program if the text is given to toml++: a section whose name
/// begins with an odd character, a brace that closes where a list has a value, a date, or a
/// quotation mark in the middle of a word. Also a character that is not ASCII outside of quotes and
/// comments or after a backslash, and text that is not UTF-8.
std::optional<TomlProblem> problem_for_toml(std::string_view text);

/// A text in ASCII alone, from which the original can be restored piece by piece. Outside of ASCII
/// toml++ looks for blanks in a way that is undefined for most letters, wherever it looks for one:
/// after a backslash at the end of a line, and in what it takes for a value because of a mistake.
class AsciiToml {
 public:
  /// A byte order mark at the beginning remains.
  explicit AsciiToml(std::string_view text);

  /// For toml++; as many lines as before.
  const std::string& text() const { return text_; }
  /// A key, a value or an error's text of toml++ with the original characters.
  std::string restored(std::string_view piece) const;

 private:
  std::string mark_, text_;
};

}  // namespace spaconf
