// Reads the cookie of the language, and then Accept-Language.
#include "web/preferred_language.h"

#include <string>

#include "base/accepted_languages.h"
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

}  // namespace

const Language& preferred_language(const Request& request, const Language& usual) {
  if (const Language* found = chosen(request.cookie)) return *found;
  for (const std::string& each : accepted_languages(request.accept_language)) {
    if (each == any_language) return usual;
    if (const Language* found = find_language(each)) return *found;
  }
  return usual;
}

}  // namespace spaconf::web
