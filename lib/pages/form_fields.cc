// The table of form fields with labels and hints.
#include "pages/form_fields.h"

#include <algorithm>

#include "registration/form.h"

namespace spaconf {
namespace {

using enum FieldKind;
using Place = FormPlace;

constexpr FormField phone_fields[] = {
    {.name = "login",
     .label = "Login",
     .kind = code,
     .words = {{Place::move, "The new person's login in the directory"}}},
    {.name = "model", .label = "Model", .kind = model},
    {.name = "mac",
     .label = "MAC address",
     .kind = code,
     .words = {{Place::new_phone,
                "Scan the carton or type the 12 digits. A software phone has no MAC address."},
               {Place::change, "Scan the carton or type the 12 digits"}},
     .has_status = true},
    {.name = "serial",
     .label = "Serial number",
     .kind = code,
     .words = {{Place::new_phone, "", "optional"}}},
    {.name = "inventory",
     .label = "Inventory number",
     .kind = code,
     .words = {{Place::new_phone, "", "optional"}}},
    {.name = "hostname",
     .label = "Hostname",
     .kind = code,
     .words = {{Place::new_phone, "One DNS label, such as phone-1001", "optional"},
               {Place::change, "One DNS label, such as phone-1001"}}},
    {.name = "setting",
     .label = "Setting",
     .kind = settings,
     .words = {{Place::change, "A parameter and its value, such as Dial_Plan_1_ = (xx.)"}}},
    {.name = "keep_password", .label = "Keep the passwords of shared accounts", .kind = box},
    {.name = "take_over",
     .label = "Take over this account. It gets a new password and the permissions selected here; "
              "tell its current user.",
     .kind = box},
};

constexpr FormField line_fields[] = {
    {.name = "user",
     .label = "Number",
     .kind = code,
     .words = {{Place::move, "Leave empty for the number in the directory"}},
     .has_domain = true},
    {.name = "password",
     .label = "Password",
     .kind = code,
     .words = {{Place::new_phone, "Leave empty to keep the account's password or generate one."},
               {Place::new_more_lines, "", "leave empty to keep or generate one"}}},
    {.name = "display",
     .label = "Name on the display",
     .kind = text,
     .words = {{Place::new_more_lines, "", "leave empty for the person's name"},
               {Place::change, "Leave empty for the person's name"},
               {Place::move, "Leave empty for the person's name"}}},
    {.name = "permission", .label = "Call permissions", .kind = permissions},
};

}  // namespace

const FormField::Words& FormField::words_in(FormPlace place) const {
  static constexpr Words none;
  const auto found = std::ranges::find(words, place, &Words::place);
  return found == std::end(words) ? none : *found;
}

const FormField* find_form_field(std::string_view name) {
  const bool is_of_line = line_of(name) > 0;
  const std::span<const FormField> table =
      is_of_line ? std::span<const FormField>(line_fields) : phone_fields;
  const auto found = std::ranges::find(table, is_of_line ? name.substr(name.find('_') + 1) : name,
                                       &FormField::name);
  return found == table.end() ? nullptr : &*found;
}

std::span<const FormField> line_form_fields() { return line_fields; }

}  // namespace spaconf
