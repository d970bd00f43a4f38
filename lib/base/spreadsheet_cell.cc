// Recognises cells by how they begin and by the characters that they consist of.
// Source: what Excel and LibreOffice Calc read in a CSV file that is opened without choosing types
// for its columns, in English, Czech and German.
#include "base/spreadsheet_cell.h"

#include <algorithm>

#include "base/text.h"

namespace spaconf {
namespace {

constexpr std::string_view digits = "0123456789";
/// Excel shows a number that is wider than its column as 8,8E+09, and saves what it shows. Eight
/// digits fit into a column of the usual width.
constexpr std::size_t most_digits = 8;
/// A time has hours, minutes and seconds; an Ethernet address has more parts.
constexpr std::ptrdiff_t most_colons = 2;
/// The digits and separators of a date with a month's name: "12. March 2024".
constexpr std::size_t longest_date_rest = 10;

constexpr std::string_view month_names[] = {
    "jan",      "feb",     "mar",     "apr",      "may",       "jun",     "jul",      "aug",
    "sep",      "oct",     "nov",     "dec",      "sept",      "january", "february", "march",
    "april",    "june",    "july",    "august",   "september", "october", "november", "december",
    "led",      "úno",     "bře",     "dub",      "kvě",       "čvn",     "čer",      "čvc",
    "srp",      "zář",     "říj",     "lis",      "pro",       "leden",   "únor",     "březen",
    "duben",    "květen",  "červen",  "červenec", "srpen",     "září",    "říjen",    "listopad",
    "prosinec", "mär",     "märz",    "mai",      "juni",      "juli",    "okt",      "dez",
    "januar",   "februar", "oktober", "dezember"};

constexpr std::string_view truth_values[] = {"true",     "false", "pravda",
                                             "nepravda", "wahr",  "falsch"};

bool consists_of(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == text.npos;
}

bool is_digit(char c) { return digits.find(c) != digits.npos; }

/// Takes digits from the beginning, and says how many.
std::size_t take_digits(std::string_view& text) {
  const std::size_t count = std::min(text.find_first_not_of(digits), text.size());
  text.remove_prefix(count);
  return count;
}

bool take(std::string_view& text, std::string_view any) {
  if (text.empty() || any.find(text.front()) == any.npos) return false;
  text.remove_prefix(1);
  return true;
}

/// A spreadsheet writes such a number as it was.
bool is_kept_number(std::string_view text) {
  const bool has_leading_zero = text.size() > 1 && text.front() == '0';
  return consists_of(text, digits) && !has_leading_zero && text.size() <= most_digits;
}

bool is_numeric(std::string_view text) {
  return text.find_first_of(digits) != text.npos && consists_of(text, "0123456789.,:/-%eE+() ") &&
         std::ranges::count(text, ':') <= most_colons;
}

/// Digits and separators with one word: where it begins and ends.
bool has_month_name(std::string_view text) {
  const auto is_letter = [](char c) {
    return !is_digit(c) && std::string_view(" .,-/").find(c) == std::string_view::npos;
  };
  const auto begin = std::ranges::find_if(text, is_letter);
  const auto end = std::find_if_not(begin, text.end(), is_letter);
  if (begin == end || std::find_if(end, text.end(), is_letter) != text.end()) return false;
  const std::string_view word(begin, end);
  const std::size_t rest = text.size() - word.size();
  if (rest == 0 || rest > longest_date_rest || text.find_first_of(digits) == text.npos) {
    return false;
  }
  return std::ranges::find(month_names, case_folded(word)) != std::end(month_names);
}

bool is_truth_value(std::string_view text) {
  return std::ranges::find(truth_values, lower(text)) != std::end(truth_values);
}

}  // namespace

bool is_changed_by_spreadsheets(std::string_view cell) {
  if (cell.empty()) return false;
  if (std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos) return true;
  const std::string_view text = trim(cell);
  if (text.empty() || (text.size() == cell.size() && is_kept_number(text))) return false;
  return is_numeric(text) || has_month_name(text) || is_truth_value(text);
}

bool is_scientific(std::string_view cell) {
  std::string_view rest = trim(cell);
  take(rest, "-");
  if (take_digits(rest) == 0) return false;
  if (take(rest, ".,") && take_digits(rest) == 0) return false;
  return take(rest, "eE") && take(rest, "+-") && take_digits(rest) > 0 && rest.empty();
}

bool is_spreadsheet_date(std::string_view cell) {
  std::string_view rest = trim(cell);
  // "2024-12-03 00:00:00"
  if (const auto time = rest.find(':'); time != rest.npos)
    rest = rest.substr(0, rest.rfind(' ', time));
  const std::string_view date = rest;
  const std::size_t first = take_digits(rest);
  if (first == 0 && date.find('-') == date.npos) return false;
  if (first > 0) {
    const std::string_view between = rest.substr(0, 1);
    if (!take(rest, ".-/")) return false;
    take(rest, " ");
    const std::string_view second = rest;
    if (take_digits(rest) > 0 && take(rest, between)) {
      if (rest.empty()) return between == ".";
      take(rest, " ");
      return take_digits(rest) > 0 && rest.empty();
    }
    if (between == "." && !second.empty() && consists_of(second, "IVX")) return true;
  }
  // "3-Dec", "Dec-24": only as they are written by a spreadsheet.
  const auto capital = std::ranges::find_if(date, [](char c) { return c >= 'A' && c <= 'Z'; });
  return capital != date.end() && date.find('-') != date.npos &&
         std::ranges::count_if(date, [](char c) { return c >= 'A' && c <= 'Z'; }) == 1 &&
         has_month_name(date);
}

bool is_spreadsheet_error(std::string_view cell) {
  const std::string_view text = trim(cell);
  if (text.size() < 2 || text.front() != '#') return false;
  return consists_of(text, "#") || text == "#N/A" || text == "#NV" || text.back() == '!' ||
         text.back() == '?';
}

}  // namespace spaconf
