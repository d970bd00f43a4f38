// Texts by ICU, the only place that knows it.
#include "base/text.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <memory>

namespace spaconf {
namespace {

std::string mapped(std::string_view text, char first, char last, int shift) {
  std::string result(text);
  for (char& c : result) {
    if (c >= first && c <= last) c = static_cast<char>(c + shift);
  }
  return result;
}

/// The code point at `i`, which moves on; negative where the bytes are not UTF-8.
UChar32 next(std::string_view text, std::size_t& i) {
  UChar32 c;
  U8_NEXT(text.data(), i, text.size(), c);
  return c;
}

bool is_control(UChar32 c) {
  return (c >= 0 && c < 0x20) || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029;
}

const icu::Transliterator* any_to_ascii() {
  // Loading the rules takes some 20 ms, so a process does it once, when it meets
  // its first name with diacritics.
  static const std::unique_ptr<icu::Transliterator> rules = [] {
    UErrorCode error = U_ZERO_ERROR;
    return std::unique_ptr<icu::Transliterator>(icu::Transliterator::createInstance(
        "Any-Latin; Latin-ASCII; [^\\u0009-\\u000d\\u0020-\\u007e] Remove", UTRANS_FORWARD, error));
  }();
  return rules.get();
}

}  // namespace

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string lower(std::string_view text) { return mapped(text, 'A', 'Z', 'a' - 'A'); }
std::string upper(std::string_view text) { return mapped(text, 'a', 'z', 'A' - 'a'); }

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    auto end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result;
  for (;;) {
    auto at = text.find(from);
    result += text.substr(0, at);
    if (at == std::string_view::npos) return result;
    result += to;
    text.remove_prefix(at + from.size());
  }
}

void append_hex(std::string& text, char byte) {
  constexpr char digits[] = "0123456789abcdef";
  const auto value = static_cast<unsigned char>(byte);
  text += digits[value >> 4];
  text += digits[value & 15];
}

bool is_ascii(std::string_view text) {
  for (char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

bool is_utf8(std::string_view text) {
  if (is_ascii(text)) return true;
  for (std::size_t i = 0; i < text.size();) {
    if (next(text, i) < 0) return false;
  }
  return true;
}

bool has_controls(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (is_control(next(text, i))) return true;
  }
  return false;
}

std::string without_controls(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t begin = i;
    bool control = is_control(next(text, i));
    result += control ? " " : text.substr(begin, i - begin);
  }
  return result;
}

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) next(text, i);
  return count;
}

std::string_view beginning(std::string_view text, std::size_t count) {
  std::size_t i = 0;
  while (i < text.size() && count-- > 0) next(text, i);
  return text.substr(0, i);
}

std::string ascii(std::string_view text) {
  std::string result(text);
  if (!is_ascii(text)) {
    auto name = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), int32_t(text.size())));
    if (const auto* rules = any_to_ascii()) rules->transliterate(name);
    result.clear();
    name.toUTF8String(result);
  }
  std::string tidy;
  for (char c : result) {
    bool blank = c <= ' ' || c == 0x7f;
    if (static_cast<unsigned char>(c) >= 0x80) continue;
    if (!blank) tidy += c;
    if (blank && !tidy.empty() && tidy.back() != ' ') tidy += ' ';
  }
  return std::string(trim(tidy));
}

}  // namespace spaconf
