// Puts values into the named places of a text, and finds them there again.
#include "base/sentence.h"

#include <algorithm>

namespace spaconf {

std::string sentence(std::string_view text, std::initializer_list<NamedValue> values) {
  return sentence(text, std::span(values));
}

std::string sentence(std::string_view text, std::span<const NamedValue> values) {
  std::string result;
  while (!text.empty()) {
    const auto open = std::min(text.find('{'), text.size());
    result += text.substr(0, open);
    text.remove_prefix(open);
    const auto close = text.find('}');
    if (close == text.npos) break;
    const auto value = std::ranges::find(values, text.substr(1, close - 1), &NamedValue::name);
    // An unknown place may be a brace of the text, with a place behind it.
    const auto length = value == values.end() ? 1 : close + 1;
    result += value == values.end() ? text.substr(0, 1) : value->value;
    text.remove_prefix(length);
  }
  return result.append(text);
}

std::optional<std::vector<NamedValue>> values_in(std::string_view text, std::string_view message) {
  std::vector<NamedValue> values;
  for (;;) {
    const auto open = std::min(message.find('{'), message.size());
    if (!text.starts_with(message.substr(0, open))) return {};
    text.remove_prefix(open);
    message.remove_prefix(open);
    const auto close = message.find('}');
    if (close == message.npos) break;
    const std::string_view name = message.substr(1, close - 1);
    message.remove_prefix(close + 1);
    const std::string_view behind = message.substr(0, message.find('{'));
    const bool is_last = behind.size() == message.size();
    if (is_last && !text.ends_with(behind)) return {};
    const auto end = is_last ? text.size() - behind.size() : text.find(behind);
    if (end == text.npos) return {};
    values.emplace_back(name, text.substr(0, end));
    text.remove_prefix(end);
  }
  if (text != message) return {};
  return values;
}

}  // namespace spaconf
