// Combines a phone's current fields with the typed ones.
#include "registration/phone_form.h"

#include "account/password.h"
#include "base/error.h"

namespace spaconf {

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
    throw Rejected(
        std::vector<Problem>{{"permission", "Use either this field or " + own + ", not both."}});
  }
  Fields fields;
  for (const auto& [name, value] : typed.all()) {
    if (name != "keep_password") fields.add(name == "permission" ? own : name, value);
  }
  return fields;
}

Registration read_changed(const Fields& form, const Record& record, FormRules rules) {
  rules.there = &record.wanted;
  return read_form(form, rules);
}

bool is_another_box(const Registration& before, const Registration& after) {
  return before.model != after.model || before.mac != after.mac;
}

void give_new_passwords(Registration& wanted) {
  for (Line& line : wanted.lines) {
    if (line.password.empty()) line.password = new_password();
  }
}

}  // namespace spaconf
