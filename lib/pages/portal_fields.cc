// Sorts received fields into those of the form and others.
#include "pages/portal_fields.h"

#include <algorithm>

#include "pages/form_fields.h"
#include "registration/form.h"
#include "registration/phone_form.h"
#include "web/fields.h"

namespace spaconf {
namespace {

constexpr std::string_view phone_fields[] = {"model", "mac", "serial", "inventory", "hostname"};

bool is_on_form(std::string_view name) {
  if (line_of(name) > 0) return find_form_field(name) != nullptr;
  return std::ranges::find(phone_fields, name) != std::end(phone_fields);
}

}  // namespace

Fields received_fields(const web::Request& request) {
  Fields fields;
  const Fields query = web::query_fields(request);
  for (const auto& [name, value] : query.all()) {
    if (!name.ends_with("_password")) fields.add(name, value);
  }
  return request.method == "POST" ? laid_over(fields, web::body_fields(request)) : fields;
}

Fields portal_fields(const Fields& received) {
  Fields fields;
  for (const auto& [name, value] : received.all()) {
    const bool says_something = !value.empty() || name.ends_with("_permission");
    if (is_on_form(name) && says_something) fields.add(name, value);
  }
  for (const std::string& each : received.texts("permission")) fields.add("permission", each);
  return permissions_for_each_line(fields, {});
}

}  // namespace spaconf
