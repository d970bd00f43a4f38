// Takes a list of languages apart, and sorts them by their quality.
#include "base/accepted_languages.h"

#include <algorithm>
#include <functional>

#include "base/text.h"

namespace spaconf {
namespace {

struct Accepted {
  std::string language;
  int quality;
};

/// "0.8" is 800, at most 1000; -1 when it is not a quality.
int quality(std::string_view text) {
  if (text != "0" && text != "1" && !text.starts_with("0.") && !text.starts_with("1.")) return -1;
  if (text.size() > 5) return -1;
  int result = text[0] == '1' ? 1000 : 0, weight = 100;
  for (char digit : text.substr(std::min<std::size_t>(text.size(), 2))) {
    if (digit < '0' || digit > '9') return -1;
    result += (digit - '0') * weight;
    weight /= 10;
  }
  return result > 1000 ? -1 : result;
}

/// The quality of one range, such as "cs-CZ; q=0.8".
int quality_of(std::string_view range) {
  const auto semicolon = range.find(';');
  if (semicolon == range.npos) return 1000;
  const std::string parameter = lower(trim(range.substr(semicolon + 1)));
  return parameter.starts_with("q=") ? quality(std::string_view(parameter).substr(2)) : -1;
}

/// "cs" for "cs-CZ;q=0.5"; directories also have "cs_CZ". Empty when it has other characters.
std::string language_of(std::string_view range) {
  const std::string_view tag = trim(range.substr(0, range.find(';')));
  if (tag == any_language) return std::string(tag);
  const std::string language = lower(tag.substr(0, tag.find_first_of("-_")));
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return std::ranges::all_of(language, is_letter) ? language : "";
}

}  // namespace

std::vector<std::string> accepted_languages(std::string_view list) {
  std::vector<Accepted> all;
  for (const std::string& range : split(list, ',')) {
    Accepted each{language_of(range), quality_of(range)};
    if (!each.language.empty() && each.quality > 0) all.push_back(std::move(each));
  }
  std::ranges::stable_sort(all, std::ranges::greater(), &Accepted::quality);
  std::vector<std::string> languages;
  for (Accepted& each : all) languages.push_back(std::move(each.language));
  return languages;
}

}  // namespace spaconf
