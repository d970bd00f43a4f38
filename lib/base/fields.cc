// Looks up the fields of a form.
// A form is small, so a linear search is fast enough.
#include "base/fields.h"

namespace spaconf {

std::string Fields::text(std::string_view name) const {
  for (const auto& [each, value] : fields_) {
    if (each == name) return value;
  }
  return "";
}

std::vector<std::string> Fields::texts(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [each, value] : fields_) {
    if (each == name) values.push_back(value);
  }
  return values;
}

bool Fields::has(std::string_view name) const { return !texts(name).empty(); }

}  // namespace spaconf
