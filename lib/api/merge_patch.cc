// Turns a merge patch into the fields of a whole form.
#include "api/merge_patch.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "api/json_body.h"
#include "api/phone_json.h"
#include "registration/form.h"
#include "registration/phone_form.h"

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

/// A patch may empty these by null.
bool can_be_null(const std::string& name) {
  constexpr const char* others[] = {"settings", "take_over", "keep_password", "on_behalf_of"};
  return std::ranges::find(texts, name) != std::end(texts) ||
         std::ranges::find(others, name) != std::end(others);
}

/// Merging drops each null, also one that says something else.
void add_nulls(Json& members, const Json& patch) {
  for (const auto& [name, value] : patch.items()) {
    if (!value.is_null() || can_be_null(name)) continue;
    members[name] = name == "permissions" ? Json::array() : Json();
  }
}

/// A field that the form lacks keeps its value, so what is to be empty must be there.
void add_missing(Fields& form, const std::string& name) {
  if (!form.has(name)) form.add(name, "");
}

}  // namespace

Fields patched(const Registration& there, const Json& patch) {
  Json members = members_of(there);
  if (patch.is_object()) {
    members.merge_patch(patch);
    add_nulls(members, patch);
  }
  Fields form = fields_in(patch.is_object() ? members : patch);
  for (const char* name : texts) add_missing(form, name);
  add_missing(form, "setting");
  return permissions_for_each_line(patch.contains("lines") ? without_other_lines(form) : form,
                                   there.lines);
}

Fields without_other_lines(Fields form) {
  for (int position = 1; position <= most_lines; ++position) {
    add_missing(form, line_field(position, "user"));
    add_missing(form, line_field(position, "display"));
  }
  return form;
}

}  // namespace spaconf::api
