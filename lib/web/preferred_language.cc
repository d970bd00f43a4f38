// Reads Cookie and Accept-Language. What is not written as it should be is passed over.
#include "web/preferred_language.h"

#include <string>

#include "base/text.h"

namespace spaconf::web {
namespace {

const Language* chosen(std::string_view cookies) {
  for (const std::string& each : split(cookies, ';')) {
    const std::string_view cookie = trim(each);
    const auto equals = cookie.find('=');
    if (cookie.substr(0, equals) == language_cookie && equals != cookie.npos) {
      return find_language(cookie.substr(equals + 1));
    }
  }
  return nullptr;
}

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

/// The quality of one range of Accept-Language, such as "cs-CZ; q=0.8".
int quality_of(std::string_view range) {
  const auto semicolon = range.find(';');
  if (semicolon == range.npos) return 1000;
  const std::string parameter = lower(trim(range.substr(semicolon + 1)));
  return parameter.starts_with("q=") ? quality(std::string_view(parameter).substr(2)) : -1;
}

const Language* accepted(std::string_view ranges, const Language& usual) {
  const Language* best = nullptr;
  int best_quality = 0;
  for (const std::string& range : split(ranges, ',')) {
    const std::string_view tag = trim(std::string_view(range).substr(0, range.find(';')));
    const Language* found = tag == "*" ? &usual : find_language(tag);
    const int its_quality = quality_of(range);
    if (!found || its_quality <= best_quality) continue;
    best = found;
    best_quality = its_quality;
  }
  return best;
}

}  // namespace

const Language& preferred_language(const Request& request, const Language& usual) {
  if (const Language* found = chosen(request.cookie)) return *found;
  const Language* found = accepted(request.accept_language, usual);
  return found ? *found : usual;
}

}  // namespace spaconf::web
