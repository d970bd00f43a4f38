// Parses telephone numbers as people write them in directories: "+420 377 631 001 / 602 123 456",
// "377-631001 ext. 7", "tel:377631001;ext=42".
#include "person/telephone.h"

#include <algorithm>

#include "base/text.h"

namespace spaconf {
namespace {

constexpr std::string_view decimal = "0123456789";

/// Source: ITU-T E.164, section 6: a number has at most 15 digits, plus two for the international
/// prefix.
constexpr std::size_t most_digits = 17;

/// Replaces Unicode's hyphens with plain ones.
std::string with_plain_hyphens(std::string text) {
  for (const char* hyphen : {"\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"}) {
    text = replaced(text, hyphen, "-");
  }
  return text;
}

bool has_digits(std::string_view text) { return text.find_first_of(decimal) != text.npos; }

std::string digits_of(std::string_view text) {
  std::string digits;
  for (char c : text) {
    if (decimal.find(c) != decimal.npos) digits += c;
  }
  return digits;
}

/// The part before another number, an extension or a remark.
std::string_view first_number(std::string_view text) {
  const auto begin = text.find_first_of("+(0123456789");
  if (begin == text.npos) return {};
  text = text.substr(begin, text.find_first_not_of("+-./() 0123456789", begin) - begin);
  // Brackets at the end contain a remark; elsewhere they contain an area code.
  const auto bracket = text.rfind('(');
  const bool is_remark = bracket != text.npos && has_digits(text.substr(0, bracket)) &&
                         !has_digits(text.substr(std::min(text.find(')', bracket), text.size())));
  return is_remark ? text.substr(0, bracket) : text;
}

/// "001-5" and "001-005" may mean a range of numbers.
bool may_be_range(std::string_view text) {
  const auto hyphen = text.rfind('-');
  if (hyphen == text.npos) return false;
  const std::string last = digits_of(text.substr(hyphen + 1));
  std::string before = digits_of(text.substr(0, hyphen));
  if (last.size() == 1) return before.size() > 1;
  if (last.size() < 3 || before.size() < last.size()) return false;
  before.erase(0, before.size() - last.size());
  return before[0] == last[0] && before < last;
}

}  // namespace

std::string last_digits(std::string_view telephone, std::size_t count) {
  const std::string plain = with_plain_hyphens(plain_blanks(telephone));
  std::string_view text = first_number(plain);
  // A slash separates two numbers, unless an area code precedes it.
  if (const auto slash = text.find('/'); slash != text.npos) {
    const std::string before = digits_of(text.substr(0, slash));
    const bool may_be_area = before.starts_with('0') && before.size() < 6;
    if (may_be_area && before.size() >= count) return "";
    if (!may_be_area && before.size() >= count) text = text.substr(0, slash);
  }
  const std::string digits = digits_of(text);
  if (digits.size() < count || digits.size() > most_digits || may_be_range(text)) return "";
  return digits.substr(digits.size() - count);
}

}  // namespace spaconf
