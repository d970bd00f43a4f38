// Chooses the language of a response: by the user's cookie, else by what the browser accepts.
#pragma once

#include <string_view>

#include "base/language.h"
#include "web/message.h"

namespace spaconf::web {

constexpr std::string_view language_cookie = "spaconf_language";

/// The language that the user has chosen; else the one of Accept-Language with the highest quality,
/// the first of equal ones; else `usual`. Languages that we do not have do not count.
/// Source: RFC 9110, section 12.5.4.
const Language& preferred_language(const Request& request, const Language& usual);

}  // namespace spaconf::web
