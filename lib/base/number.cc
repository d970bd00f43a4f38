// Reads whole numbers with from_chars, which knows no locale and no blanks.
#include "base/number.h"

#include <charconv>

namespace spaconf {

std::optional<std::int64_t> whole_number(std::string_view text, std::int64_t least,
                                         std::int64_t most) {
  if (least >= 0 && text.starts_with('-')) return {};
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end || number < least || number > most) return {};
  return number;
}

}  // namespace spaconf
