// Checks, trims, folds and transliterates texts, and writes numbers. Only this file uses ICU.
#include "base/text.h"

#include <unicode/normalizer2.h>
#include <unicode/numberformatter.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <memory>
#include <stdexcept>

namespace spaconf {
namespace {

icu::StringPiece piece(std::string_view text) { return {text.data(), int32_t(text.size())}; }

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

/// The code point before `i`, which moves back; negative where the bytes are not UTF-8.
UChar32 previous(std::string_view text, std::size_t& i) {
  UChar32 c;
  auto at = static_cast<std::int32_t>(i);
  U8_PREV(reinterpret_cast<const std::uint8_t*>(text.data()), 0, at, c);
  i = static_cast<std::size_t>(at);
  return c;
}

bool is_control(UChar32 c) {
  return (c >= 0 && c < 0x20) || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029;
}

bool is_blank(UChar32 c) { return c >= 0 && u_isUWhiteSpace(c); }

/// Soft hyphens, zero-width blanks, byte order marks, marks of direction.
bool is_invisible(UChar32 c) {
  return c == 0xad || c == 0x180e || c == 0xfeff || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f);
}

/// Two of them join or separate letters, which some scripts need inside a word.
bool is_joiner(UChar32 c) { return c == 0x200c || c == 0x200d; }

bool has_any(std::string_view text, bool (*is_one)(UChar32)) {
  for (std::size_t i = 0; i < text.size();) {
    if (is_one(next(text, i))) return true;
  }
  return false;
}

/// The text without such characters at its ends.
std::string_view stripped(std::string_view text, bool (*goes)(UChar32)) {
  while (!text.empty()) {
    std::size_t i = 0;
    if (!goes(next(text, i))) break;
    text.remove_prefix(i);
  }
  while (!text.empty()) {
    std::size_t i = text.size();
    if (!goes(previous(text, i))) break;
    text.remove_suffix(text.size() - i);
  }
  return text;
}

const icu::Transliterator* any_to_ascii() {
  // Loading the rules takes some 20 ms, so a process does it once, for its first name with
  // diacritics.
  static const std::unique_ptr<icu::Transliterator> rules = [] {
    UErrorCode error = U_ZERO_ERROR;
    return std::unique_ptr<icu::Transliterator>(icu::Transliterator::createInstance(
        "Any-Latin; Latin-ASCII; [^\\u0009-\\u000d\\u0020-\\u007e] Remove", UTRANS_FORWARD, error));
  }();
  return rules.get();
}

/// In Latin letters without marks, from any script.
std::string transliterated(std::string_view text) {
  auto name = icu::UnicodeString::fromUTF8(piece(text));
  if (const auto* rules = any_to_ascii()) rules->transliterate(name);
  std::string result;
  name.toUTF8String(result);
  return result;
}

/// In the normalization form that `form` gets from ICU. Throws std::runtime_error if ICU fails.
std::string normalized(std::string_view text, const icu::Normalizer2* (*form)(UErrorCode&)) {
  UErrorCode error = U_ZERO_ERROR;
  std::string result;
  if (const icu::Normalizer2* normalizer = form(error); U_SUCCESS(error)) {
    icu::StringByteSink<std::string> sink(&result);
    normalizer->normalizeUTF8(0, piece(text), sink, nullptr, error);
  }
  if (U_FAILURE(error)) throw std::runtime_error("ICU cannot normalize a text");
  return result;
}

/// Each letter without its marks: "Novak" for "Novák". Other signs keep theirs: "≮" is no "<".
std::string without_marks(std::string_view text) {
  const std::string decomposed = normalized(text, icu::Normalizer2::getNFDInstance);
  std::string result;
  bool is_letter = false;
  for (std::size_t i = 0; i < decomposed.size();) {
    const std::size_t at = i;
    const UChar32 c = next(decomposed, i);
    const bool is_mark = c >= 0 && u_charType(c) == U_NON_SPACING_MARK;
    if (is_mark && is_letter) continue;
    is_letter = c >= 0 && u_isalnum(c);
    result.append(decomposed, at, i - at);
  }
  return result;
}

}  // namespace

std::string_view trim(std::string_view text) {
  return stripped(text, [](UChar32 c) { return is_blank(c) || is_invisible(c); });
}

std::string_view trim_controls(std::string_view text) {
  return stripped(text, [](UChar32 c) { return is_blank(c) || is_invisible(c) || is_control(c); });
}

std::string plain_blanks(std::string_view text) {
  text = trim(text);
  if (is_ascii(text)) return std::string(text);
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t at = i;
    const UChar32 c = next(text, i);
    if (is_invisible(c) && !is_joiner(c)) continue;
    const bool is_other_blank = is_blank(c) && !is_control(c);
    result += is_other_blank ? " " : text.substr(at, i - at);
  }
  return result;
}

std::string lower(std::string_view text) { return mapped(text, 'A', 'Z', 'a' - 'A'); }
std::string upper(std::string_view text) { return mapped(text, 'a', 'z', 'A' - 'a'); }

std::string case_folded(std::string_view text) {
  if (is_ascii(text)) return lower(text);
  if (!is_utf8(text)) return std::string(text);
  return normalized(text, icu::Normalizer2::getNFKCCasefoldInstance);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    auto end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string joined(const std::vector<std::string>& texts, std::string_view separator) {
  std::string text;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) text += separator;
    text += texts[i];
  }
  return text;
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

std::string only_utf8(std::string_view text) {
  std::string result;
  icu::UnicodeString::fromUTF8(piece(text)).toUTF8String(result);
  return result;
}

bool has_invisible(std::string_view text) { return has_any(text, is_invisible); }

bool has_controls(std::string_view text) { return has_any(text, is_control); }

std::string without_controls(std::string_view text) {
  std::string result;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t at = i;
    if (!is_control(next(text, i))) continue;
    result += text.substr(copied, at - copied);
    result += ' ';
    copied = i;
  }
  result += text.substr(copied);
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
  // Enough for most names, and several times as fast as transliteration.
  if (!is_ascii(result)) result = without_marks(text);
  if (!is_ascii(result)) result = transliterated(text);
  std::string collapsed;
  for (char c : result) {
    bool blank = c <= ' ' || c == 0x7f;
    if (static_cast<unsigned char>(c) >= 0x80) continue;
    if (!blank) collapsed += c;
    if (blank && !collapsed.empty() && collapsed.back() != ' ') collapsed += ' ';
  }
  return std::string(trim(collapsed));
}

std::string grouped(std::int64_t number, std::string_view language) {
  UErrorCode error = U_ZERO_ERROR;
  std::string text;
  icu::number::NumberFormatter::withLocale(icu::Locale(std::string(language).c_str()))
      .grouping(UNUM_GROUPING_ON_ALIGNED)
      .formatInt(number, error)
      .toString(error)
      .toUTF8String(text);
  return text;
}

}  // namespace spaconf
