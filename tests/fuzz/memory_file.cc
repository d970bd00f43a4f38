// Checks the beginning of an error about a file.
#include "memory_file.h"

#include <algorithm>

#include "base/number.h"

namespace spaconf::fuzz {

void require_place(std::string_view message, const MemoryFile& file, std::string_view text) {
  const std::string begin = file.path().string() + ":";
  require(message.starts_with(begin), "an error begins with its file");
  message.remove_prefix(begin.size());
  const auto end = message.find(": ");
  require(end != message.npos, "an error has its line");
  const auto lines = std::ranges::count(text, '\n') + 1;
  require(whole_number(message.substr(0, end), 1, lines).has_value(), "the file has that line");
  require(message.size() > end + 2, "an error has a sentence");
}

}  // namespace spaconf::fuzz
