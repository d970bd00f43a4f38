// Finds what toml++ 3.3 does not survive in the text of a TOML file, and keeps letters from it.
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
/// begins with an odd character, a brace that closes where a list has a value, or a date. Also a
/// character that is not ASCII outside of quotes and comments, and text that is not UTF-8.
std::optional<TomlProblem> problem_for_toml(std::string_view text);

/// A text in ASCII alone, from which the original can be restored piece by piece. Outside of ASCII
/// toml++ looks for blanks in a way that is undefined for most letters, wherever it looks for one:
/// after a backslash at the end of a line, and in what it takes for a value because of a mistake.
class AsciiToml {
 public:
  explicit AsciiToml(std::string_view text);

  const std::string& text() const { return text_; }
  /// A key or a value of it as it was.
  std::string restored(std::string_view piece) const;

 private:
  std::string mark_, text_;
};

}  // namespace spaconf
