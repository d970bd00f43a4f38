// Combines a phone's current fields with the typed ones.
#include "registration/phone_form.h"

#include <algorithm>

#include "account/password.h"
#include "base/error.h"
#include "base/text.h"
#include "base/translation.h"

namespace spaconf {
namespace {

/// Line 1 is always there, even if the form does not name it.
bool will_have_line(const Fields& form, const std::vector<Line>& there, int position) {
  const std::string user = line_field(position, "user");
  if (position == 1) return true;
  if (form.has(user)) return !trim(form.text(user)).empty();
  return std::ranges::count(there, position, &Line::position) > 0;
}

}  // namespace

Fields fields_of(const Registration& wanted) {
  Fields fields;
  fields.add("login", wanted.login);
  fields.add("model", std::string(wanted.model->name));
  fields.add("mac", wanted.mac ? wanted.mac->colons() : "");
  fields.add("serial", wanted.serial);
  fields.add("hostname", wanted.hostname);
  fields.add("inventory", wanted.inventory);
  for (const Setting& each : wanted.settings) {
    fields.add("setting", each.name + " = " + each.value);
  }
  for (const Line& line : wanted.lines) {
    fields.add(line_field(line.position, "user"), line.user);
    fields.add(line_field(line.position, "display"), line.display);
    if (!line.permissions) continue;
    for (const std::string& each : *line.permissions) {
      fields.add(line_field(line.position, "permission"), each);
    }
  }
  return fields;
}

Fields fields_to_change(const Registration& wanted) {
  Fields rest;
  const Fields all = fields_of(wanted);
  for (const auto& [name, value] : all.all()) {
    if (!name.ends_with("_permission")) rest.add(name, value);
  }
  return rest;
}

Fields first_line(const std::string& user) {
  Fields fields;
  fields.add(line_field(1, "user"), user);
  return fields;
}

Fields laid_over(const Fields& there, const Fields& typed) {
  Fields result;
  for (const auto& [name, value] : there.all()) {
    if (!typed.has(name)) result.add(name, value);
  }
  for (const auto& [name, value] : typed.all()) {
    // One empty value clears a list.
    if (name != "setting" || !value.empty()) result.add(name, value);
  }
  return result;
}

Fields spelled_out(const Fields& typed) {
  const std::string own = line_field(1, "permission");
  if (typed.has("permission") && typed.has(own)) {
    throw Rejected(std::vector<Problem>{
        {"permission",
         sentence(_("Use either this field or {field}, not both."), {{"field", own}})}});
  }
  Fields fields;
  for (const auto& [name, value] : typed.all()) {
    if (name != "keep_password") fields.add(name == "permission" ? own : name, value);
  }
  return fields;
}

Fields permissions_for_each_line(const Fields& form, const std::vector<Line>& there) {
  Fields result;
  for (const auto& [name, value] : form.all()) {
    if (name != "permission") result.add(name, value);
  }
  for (int position = 1; position <= most_lines; ++position) {
    const std::string own = line_field(position, "permission");
    if (form.has(own) || !will_have_line(form, there, position)) continue;
    for (const std::string& each : form.texts("permission")) result.add(own, each);
  }
  return result;
}

Registration read_changed(const Fields& form, const Record& record, FormRules rules) {
  rules.there = &record.wanted;
  return read_form(form, rules);
}

bool is_another_box(const Registration& before, const Registration& after) {
  return before.model != after.model || before.mac != after.mac;
}

void give_new_passwords(Registration& wanted, std::size_t width) {
  for (Line& line : wanted.lines) {
    if (line.password.empty()) line.password = new_password(width);
  }
}

}  // namespace spaconf
