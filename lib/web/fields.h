// Reads the fields and files of a request strictly. Only this file uses cgicc.
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

/// A form with a file.
struct Upload {
  Fields fields;
  std::string file_name;  ///< Without folders, as the browser sent it; empty without a file
  std::string file;       ///< Its bytes, unchecked
};

/// The fields and the one file of a POST's body, which is multipart/form-data. The body's size is
/// the only limit. Throws like body_fields(), and Refused 400 when the body is not what it is to
/// be.
Upload uploaded(const Request& request);

/// The fields of the URL's query. Throws like body_fields(), but never 413, which is about bodies.
Fields query_fields(const Request& request);

}  // namespace spaconf::web
