// One pass over the text; the longest name counts, so that $MAC is not $MA and a C.
#include "macros.h"

#include <charconv>
#include <optional>

namespace virtual_phone {
namespace {

bool is_of_a_name(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

std::string_view name_at(std::string_view text) {
  size_t end = 0;
  while (end < text.size() && is_of_a_name(text[end])) ++end;
  return text.substr(0, end);
}

std::optional<size_t> number(std::string_view digits) {
  size_t value = 0;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), value);
  if (digits.empty() || error != std::errc() || end != digits.end()) return std::nullopt;
  return value;
}

/// The text between the brackets of $( ), empty for an unknown form.
std::optional<std::string> bracketed(std::string_view inside, const Macros& macros) {
  const std::string_view name = name_at(inside);
  const auto found = macros.find(name);
  if (found == macros.end()) return std::nullopt;
  inside.remove_prefix(name.size());
  if (inside.empty()) return found->second;
  if (inside[0] != ':') return std::nullopt;
  inside.remove_prefix(1);
  const size_t colon = inside.find(':');
  const auto offset = number(inside.substr(0, colon));
  auto length = std::optional<size_t>(std::string::npos);
  if (colon != std::string_view::npos) length = number(inside.substr(colon + 1));
  if (!offset || !length) return std::nullopt;
  return *offset < found->second.size() ? found->second.substr(*offset, *length) : "";
}

}  // namespace

std::string expanded(std::string_view text, const Macros& macros) {
  std::string result;
  while (!text.empty()) {
    if (text[0] != '$') {
      result += text[0];
      text.remove_prefix(1);
    } else if (text.starts_with("$$")) {
      result += '$';
      text.remove_prefix(2);
    } else if (const size_t close = text.find(')'); text.starts_with("$(") && close < text.size()) {
      const std::string_view whole = text.substr(0, close + 1);
      const auto value = bracketed(whole.substr(2, close - 2), macros);
      result += value ? *value : std::string(whole);
      text.remove_prefix(whole.size());
    } else {
      const std::string_view name = name_at(text.substr(1));
      const auto found = macros.find(name);
      result += found == macros.end() ? "$" + std::string(name) : found->second;
      text.remove_prefix(1 + name.size());
    }
  }
  return result;
}

}  // namespace virtual_phone
