// Turns a merge patch into the fields of a whole form.
#include "api/merge_patch.h"

#include <nlohmann/json.hpp>
#include <string>

#include "api/json_body.h"
#include "api/phone_json.h"
#include "base/login.h"
#include "base/text.h"
#include "registration/form.h"

namespace spaconf::api {
namespace {

using Json = nlohmann::json;

constexpr const char* texts[] = {"login", "model", "mac", "serial", "hostname", "inventory"};

/// The members that a patch can change, without the lines, which it replaces as a whole.
Json members_of(const Registration& there) {
  return {{"login", there.login},
          {"model", there.model->name},
          {"mac", there.mac ? there.mac->plain() : ""},
          {"serial", there.serial},
          {"hostname", there.hostname},
          {"inventory", there.inventory},
          {"settings", settings_json(there)}};
}

/// A field that the form lacks keeps its value, so what is to be empty must be there.
void add_missing(Fields& form, const std::string& name) {
  if (!form.has(name)) form.add(name, "");
}

}  // namespace

Fields patched(const Registration& there, const Json& patch) {
  Json members = members_of(there);
  if (patch.is_object()) members.merge_patch(patch);
  Fields form = fields_in(patch.is_object() ? members : patch);
  for (const char* name : texts) add_missing(form, name);
  add_missing(form, "setting");
  const bool is_same_person = same_login(plain_blanks(form.text("login")), there.login);
  if (is_same_person && !patch.contains("lines")) return form;
  for (int position = 1; position <= most_lines; ++position) {
    add_missing(form, line_field(position, "user"));
    add_missing(form, line_field(position, "display"));
  }
  return form;
}

}  // namespace spaconf::api
