// Reads one item of a list of times.
#include "delay.h"

#include <charconv>

namespace virtual_phone {
namespace {

std::optional<double> seconds(std::string_view text) {
  const size_t from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return std::nullopt;
  text = text.substr(from, text.find_last_not_of(" \t") - from + 1);
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.begin(), text.end(), value);
  if (error != std::errc() || end != text.end()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<double> delay(std::string_view text, int n, std::mt19937& random) {
  for (size_t comma; n > 1 && (comma = text.find(',')) != std::string_view::npos; --n)
    text.remove_prefix(comma + 1);
  text = text.substr(0, text.find(','));
  const size_t plus = text.find('+');
  const auto fixed = seconds(text.substr(0, plus));
  auto more = std::optional<double>(0);
  if (plus != std::string_view::npos) more = seconds(text.substr(plus + 1));
  if (!fixed || !more) return std::nullopt;
  const double whole = *fixed + std::uniform_real_distribution<>(0, *more)(random);
  return whole > 0 ? std::optional(whole) : std::nullopt;
}

}  // namespace virtual_phone
