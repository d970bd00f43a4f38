// Fills pages/form.tpl: the person, their phones, and the fields of a new one.
#include "pages/register_form.h"

#include <algorithm>

#include "base/translation.h"
#include "pages/form_guard.h"
#include "registration/form.h"

namespace spaconf {
namespace {

/// How many of a person's phones the form lists.
constexpr std::size_t most_phones_listed = 3;

void fill_person(Values& values, const Person& person, const std::vector<PersonPhone>& phones) {
  values.set("NAME", person.name);
  Values about = values.add("ABOUT");
  about.show_if("MAIL", person.mail);
  if (person.mail.empty()) about.show("NO_MAIL");
  about.show_if("TELEPHONE", person.telephone);
  about.show_if("ROOM", person.room);
  about.show_if("DEPARTMENT", person.department);
  for (std::size_t i = 0; i < std::min(phones.size(), most_phones_listed); ++i) {
    Values row = about.add("HAS_PHONE");
    row.set("REF", phones[i].ref);
    row.set("MODEL", phones[i].model ? _(phones[i].model->label) : _("phone"));
    row.show_if("MAC", phones[i].mac ? phones[i].mac->colons() : "");
  }
  if (phones.size() > most_phones_listed) {
    about.show_if("MORE_PHONES", std::to_string(phones.size() - most_phones_listed));
  }
}

bool is_after_first(std::string_view field) { return line_of(field) > 1; }

/// The lines after the first.
std::string more_lines(const FormView& view) {
  Values values;
  for (int position = 2; position <= most_lines; ++position) {
    Values line = values.add("LINE");
    line.set("N", position);
    add_line_fields(line, view, position);
  }
  return view.site.services.templates.fill("pages/more_lines.tpl", values);
}

/// While nothing was typed into the lines after the first, and nothing is wrong with them, they
/// depend on the language only. They are kept then, because filling them is half of the form's
/// work. So none of their fields may depend on the person.
void fill_lines(Values& values, const FormView& view) {
  Values first = values.add("FIRST_LINE");
  add_line_fields(first, view, 1);
  const auto& typed = view.draft.typed.all();
  const bool are_empty = std::ranges::none_of(typed, is_after_first, &Fields::Field::first) &&
                         std::ranges::none_of(view.draft.problems, is_after_first, &Problem::field);
  const auto fill = [&] { return more_lines(view); };
  if (are_empty) {
    values.set("MORE_LINES", view.site.kept_parts.text("more lines", fill));
  } else {
    values.set("MORE_LINES", fill());
  }
  const bool is_used = std::ranges::any_of(typed, [](const auto& field) {
    return is_after_first(field.first) && !field.second.empty();
  });
  if (is_used) values.show("MORE_LINES_USED");
}

}  // namespace

web::Response show_register_form(Site& site, const web::Request& request, const Person* person,
                                 const std::vector<PersonPhone>& phones, const Draft& draft) {
  Page page(site, "pages/form.tpl", _("Register a phone"));
  page.is_for(request);
  if (!draft.problems.empty()) page.is_about_errors();
  Values& values = page.values();
  const FormView view{.site = site, .draft = draft, .place = FormPlace::new_phone};
  add_summary(values, site.base_path, draft);
  if (draft.is_filled_in) values.add("FILLED_IN").show_if("ORIGIN", request.origin);
  if (person) {
    fill_person(values, *person, phones);
    values.set("LOGIN", draft.typed.text("login"));
    values.show("KNOWN");
  } else {
    Values unknown = values.add("UNKNOWN");
    add_field(unknown, view, "login");
  }
  add_field(values, view, "model", {.slot = "MODEL_FIELD"});
  add_field(values, view, "mac", {.slot = "MAC_FIELD", .is_first = draft.problems.empty()});
  add_field(values, view, "serial", {.slot = "SERIAL_FIELD"});
  add_field(values, view, "inventory", {.slot = "INVENTORY_FIELD"});
  add_field(values, view, "hostname", {.slot = "HOSTNAME_FIELD"});
  fill_lines(values, view);
  if (draft.is_foreign || draft.typed.has("take_over")) {
    // Never ticked beforehand: by now it may be about another account.
    Values part = values.add("TAKE_OVER");
    add_field(part, view, "take_over");
  }
  give_form_token(values, site, request.user, register_action, draft.typed.text("key"));
  values.set("FAMILIES", site.services.profiles.known_ouis());
  return page.response(draft.status);
}

}  // namespace spaconf
