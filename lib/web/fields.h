// Reads the fields of a request strictly. Only this file uses cgicc.
#pragma once

#include "base/fields.h"
#include "web/message.h"

namespace spaconf::web {

constexpr std::size_t largest_form = 64 << 10;  // bytes
constexpr std::size_t most_fields = 250;

/// May a form send this field several times? "permission", "line2_permission", "setting", "code"
constexpr bool is_repeatable(std::string_view name) {
  return name == "setting" || name == "code" || name == "permission" ||
         name.ends_with("_permission");
}

/// The fields of a POST's body, which is application/x-www-form-urlencoded.
/// Values are as sent, possibly with control characters. Throws Refused: 415 another type,
/// 400 not UTF-8, control characters in a name or a repeated name, 413 too much or too many.
Fields body_fields(const Request& request);

/// The fields of the URL's query. Throws like body_fields(), but never 413, which is about bodies.
Fields query_fields(const Request& request);

}  // namespace spaconf::web
