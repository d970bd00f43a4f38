// Replaces the marked texts of a template. Marks do not nest.
#include "base/marked_text.h"

#include "base/text.h"

namespace spaconf {
namespace {

/// The text on one line: trimmed, and with a blank for each line end and the blanks around it.
std::string on_one_line(std::string_view text) {
  std::string result;
  for (const std::string& line : split(text, '\n')) {
    const std::string_view words = trim(line);
    if (words.empty()) continue;
    if (!result.empty()) result += ' ';
    result += words;
  }
  return result;
}

}  // namespace

std::string with_marked_texts(std::string_view text,
                              const std::function<std::string(const std::string&)>& say) {
  std::string result;
  while (true) {
    const auto open = text.find("[[");
    const auto close = open == text.npos ? open : text.find("]]", open);
    if (close == text.npos) return result.append(text);
    result += text.substr(0, open);
    result += say(on_one_line(text.substr(open + 2, close - open - 2)));
    text.remove_prefix(close + 2);
  }
}

}  // namespace spaconf
