// Translates field names into JSON pointers.
#include "api/pointer.h"

#include "base/text.h"
#include "registration/form.h"

namespace spaconf::api {
namespace {

/// A field that may repeat is one list in JSON, with a name in the plural.
std::string member(std::string_view field) {
  const bool is_list = field == "permission" || field == "setting";
  return std::string(field) + (is_list ? "s" : "");
}

}  // namespace

std::string pointer_to(std::string_view field) {
  if (field.empty()) return "";
  const int line = line_of(field);
  if (line == 0) return "/" + escaped_for_pointer(member(field));
  const std::string part = member(line_part(field));
  return "/lines/" + std::to_string(line - 1) + "/" + escaped_for_pointer(part);
}

std::string escaped_for_pointer(std::string_view name) {
  return replaced(replaced(name, "~", "~0"), "/", "~1");
}

}  // namespace spaconf::api
