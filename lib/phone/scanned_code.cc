// Reads scanned codes: removes prefixes and stars, and undoes keyboard layouts.
#include "phone/scanned_code.h"

#include <algorithm>
#include <span>

#include "base/text.h"
#include "base/translation.h"
#include "phone/mac.h"
#include "phone/serial.h"

namespace spaconf {
namespace {

/// A character that a key gives on another layout, and the one that the scanner meant.
struct Key {
  std::string_view typed;
  char meant;
};

/// Digits need Shift there, so the scanner's signs above them arrive as digits.
constexpr Key czech[] = {
    {"+", '1'}, {"ě", '2'}, {"š", '3'}, {"č", '4'},  {"ř", '5'}, {"ž", '6'}, {"ý", '7'}, {"á", '8'},
    {"í", '9'}, {"é", '0'}, {"Ě", '2'}, {"Š", '3'},  {"Č", '4'}, {"Ř", '5'}, {"Ž", '6'}, {"Ý", '7'},
    {"Á", '8'}, {"Í", '9'}, {"É", '0'}, {"\"", ':'}, {"=", '-'}, {"-", '/'}, {"8", '*'}, {"9", '('},
    {"0", ')'}, {"1", '!'}, {"2", '@'}, {"3", '#'},  {"4", '$'}, {"5", '%'}, {"6", '^'}, {"7", '&'},
    {"y", 'z'}, {"z", 'y'}, {"Y", 'Z'}, {"Z", 'Y'},
};
constexpr Key german[] = {
    {"ß", '-'}, {"Ö", ':'}, {"ö", ';'}, {"-", '/'}, {"y", 'z'}, {"z", 'y'}, {"Y", 'Z'}, {"Z", 'Y'},
};
constexpr std::span<const Key> layouts[] = {czech, german};

/// What labels print, or encode, before an address or a serial number.
constexpr std::string_view mac_prefixes[] = {"mac address", "mac id", "mac", "(23s)", "23s"};
constexpr std::string_view serial_prefixes[] = {"serial number", "serial no.", "serial",
                                                "s/n",           "(s)",        "sn"};
/// Between a prefix and its code.
constexpr std::string_view after_prefix = " :.#=";

std::string meant(std::string_view typed, std::span<const Key> layout) {
  std::string text;
  while (!typed.empty()) {
    const auto key =
        std::ranges::find_if(layout, [&](const Key& key) { return typed.starts_with(key.typed); });
    const std::size_t length = key == layout.end() ? 1 : key->typed.size();
    text += key == layout.end() ? typed.front() : key->meant;
    typed.remove_prefix(length);
  }
  return text;
}

/// A leading ~, a symbology identifier such as "]C1", and Code 39's stars, which a German keyboard
/// layout makes parentheses.
std::string_view without_frame(std::string_view text) {
  if (text.starts_with('~')) text.remove_prefix(1);
  if (text.size() > 3 && text[0] == ']') text.remove_prefix(3);
  const bool has_stars = text.size() > 2 && text.front() == text.back() &&
                         (text.front() == '*' || text.front() == '(');
  if (has_stars) text = text.substr(1, text.size() - 2);
  return trim_controls(text);
}

/// What follows one of the prefixes; empty when there is none of them.
std::string_view after(std::string_view text, std::span<const std::string_view> prefixes) {
  const std::string lower_text = lower(text);
  for (std::string_view prefix : prefixes) {
    if (!lower_text.starts_with(prefix)) continue;
    const auto begin = text.find_first_not_of(after_prefix, prefix.size());
    return begin == text.npos ? "" : text.substr(begin);
  }
  return {};
}

/// A Cisco serial number: a place, year and week, and four more. Only its shape tells that an S
/// before it is not its own, since Linksys' serial numbers have twelve characters.
bool is_cisco_serial(std::string_view text) {
  if (text.size() != 11) return false;
  const auto is_digit = [](char c) { return '0' <= c && c <= '9'; };
  const auto is_letter = [](char c) { return 'A' <= c && c <= 'Z'; };
  return std::ranges::all_of(text.substr(0, 3), is_letter) &&
         std::ranges::all_of(text.substr(3, 4), is_digit) && parse_serial(text);
}

/// The bare code; empty when it has neither shape.
std::string bare(std::string_view text) {
  text = without_frame(text);
  if (const auto rest = after(text, mac_prefixes); Mac::parse(rest)) return std::string(rest);
  if (const auto rest = after(text, serial_prefixes); parse_serial(rest)) return std::string(rest);
  const std::string upper_text = upper(text);
  if (upper_text.starts_with('S')) {
    const std::string_view rest = text.substr(1);
    if (is_cisco_serial(upper_text.substr(1))) return std::string(rest);
    if (rest.size() == 12 && parse_serial(rest)) return std::string(rest);
  }
  return Mac::parse(text) || parse_serial(text) ? std::string(text) : "";
}

}  // namespace

ScannedCode read_scanned_code(std::string_view typed) {
  const std::string text = plain_blanks(trim_controls(typed));
  if (std::string code = bare(text); !code.empty()) return {std::move(code)};
  if (!is_of_other_layout(text)) return {text};
  for (std::span<const Key> layout : layouts) {
    std::string code = bare(meant(text, layout));
    const bool has_y_or_z = !Mac::parse(code) && code.find_first_of("yzYZ") != code.npos;
    if (!code.empty()) return {std::move(code), has_y_or_z};
  }
  return {text};
}

std::string about_swapped_letters(const std::string& code) {
  return sentence(_("The scanner types on a Czech or German keyboard layout. The code is probably "
                    "{code}, but Y and Z may be swapped. Type it as it is on the carton."),
                  {{"code", code}});
}

bool is_of_other_layout(std::string_view typed) {
  return !is_ascii(typed) && std::ranges::any_of(layouts, [&](std::span<const Key> layout) {
    return std::ranges::any_of(layout, [&](const Key& key) {
      return !is_ascii(key.typed) && typed.find(key.typed) != typed.npos;
    });
  });
}

}  // namespace spaconf
