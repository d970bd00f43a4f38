// Parses and formats MAC addresses.
#include "phone/mac.h"

#include <algorithm>

#include "base/text.h"

namespace spaconf {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

/// The digits of six pairs or three fours when exactly this separator is between them.
std::string without(std::string_view text, char separator, std::size_t group) {
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool between = i % (group + 1) == group;
    if (between != (text[i] == separator)) return "";
    if (!between) digits += text[i];
  }
  return digits;
}

}  // namespace

std::optional<Mac> Mac::parse(std::string_view text) {
  std::string typed = lower(trim_controls(plain_blanks(text)));
  std::string digits = typed;
  if (typed.size() == 17) digits = without(typed, typed[2], 2);
  if (typed.size() == 14) digits = without(typed, '.', 4);
  if (typed.size() == 17 && typed[2] != ':' && typed[2] != '-') return {};
  if (digits.size() != 12 || digits.find_first_not_of(hex_digits) != digits.npos) return {};
  // The lowest bit of the first octet marks a group of devices. Source: IEEE 802.
  bool is_group = hex_digits.find(digits[1]) % 2 == 1;
  if (is_group || digits == "000000000000") return {};
  return Mac(std::move(digits));
}

std::string Mac::upper() const { return spaconf::upper(digits_); }

std::string Mac::colons() const {
  std::string text = digits_.substr(0, 2);
  for (std::size_t i = 2; i < digits_.size(); i += 2) text += ":" + digits_.substr(i, 2);
  return text;
}

}  // namespace spaconf
