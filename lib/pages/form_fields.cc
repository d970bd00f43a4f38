// The table of form fields with labels and hints.
#include "pages/form_fields.h"

#include <algorithm>

#include "base/translation.h"
#include "registration/form.h"

namespace spaconf {
namespace {

using enum FieldKind;
using Place = FormPlace;

constexpr FormField phone_fields[] = {
    {.name = "login",
     .label = N_("Login"),
     .kind = code,
     .words = {{Place::move, N_("The new person's login in the directory")}}},
    {.name = "model", .label = N_("Model"), .kind = model},
    {.name = "mac",
     .label = N_("MAC address"),
     .kind = code,
     .words = {{Place::new_phone,
                N_("Scan the carton or type the 12 digits. A software phone has no MAC address.")},
               {Place::change, N_("Scan the carton or type the 12 digits")}},
     .has_status = true},
    {.name = "serial",
     .label = N_("Serial number"),
     .kind = code,
     .words = {{Place::new_phone, "", N_("optional")}}},
    {.name = "inventory",
     .label = N_("Inventory number"),
     .kind = code,
     .words = {{Place::new_phone, "", N_("optional")}}},
    {.name = "hostname",
     .label = N_("Hostname"),
     .kind = code,
     .words = {{Place::new_phone, N_("One DNS label, such as phone-1001"), N_("optional")},
               {Place::change, N_("One DNS label, such as phone-1001")}}},
    {.name = "setting",
     .label = N_("Setting"),
     .kind = settings,
     .words = {{Place::change, N_("A parameter and its value, such as Dial_Plan_1_ = (xx.)")}}},
    {.name = "keep_password", .label = N_("Keep the passwords of shared accounts"), .kind = box},
    {.name = "take_over",
     .label =
         N_("Take over this account. It gets a new password and the permissions selected here; "
            "tell its current user."),
     .kind = box},
};

constexpr FormField line_fields[] = {
    {.name = "user",
     .label = N_("Number"),
     .kind = code,
     .words = {{Place::move, N_("Leave empty for the number in the directory")}},
     .has_domain = true},
    {.name = "password",
     .label = N_("Password"),
     .kind = code,
     .words = {{Place::new_phone,
                N_("Leave empty to keep the account's password or generate one.")},
               {Place::new_more_lines, "", N_("leave empty to keep or generate one")}}},
    {.name = "display",
     .label = N_("Name on the display"),
     .kind = text,
     .words = {{Place::new_more_lines, "", N_("leave empty for the person's name")},
               {Place::change, N_("Leave empty for the person's name")},
               {Place::move, N_("Leave empty for the person's name")}}},
    {.name = "permission", .label = N_("Call permissions"), .kind = permissions},
};

}  // namespace

const FormField::Words& FormField::words_in(FormPlace place) const {
  static constexpr Words none;
  const auto found = std::ranges::find(words, place, &Words::place);
  return found == std::end(words) ? none : *found;
}

const FormField* find_form_field(std::string_view name) {
  const std::span<const FormField> table =
      line_of(name) > 0 ? std::span<const FormField>(line_fields) : phone_fields;
  const auto found = std::ranges::find(table, line_part(name), &FormField::name);
  return found == table.end() ? nullptr : &*found;
}

std::span<const FormField> line_form_fields() { return line_fields; }

}  // namespace spaconf
