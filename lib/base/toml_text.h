// Finds what toml++ 3.3 does not survive in the text of a TOML file.
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
/// character that is not ASCII outside of quotes and comments, or where a backslash has continued a
/// line.
std::optional<TomlProblem> problem_for_toml(std::string_view text);

}  // namespace spaconf
