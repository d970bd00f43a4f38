// GET /form?login=: shows the registration form, pre-filled from the directory.
#include "pages/form_page.h"

#include <algorithm>

#include "account/password.h"
#include "base/crypto.h"
#include "base/text.h"
#include "pages/form_guard.h"
#include "pages/home_page.h"
#include "pages/permissions_part.h"
#include "registration/account_assignment.h"
#include "registration/find_person.h"
#include "web/fields.h"

namespace spaconf {
namespace {

/// How many of a person's phones the form lists.
constexpr std::size_t most_phones_listed = 3;

/// The initial contents of the form: everything from the directory, and a new password unless the
/// person's account already has one.
Fields prefilled(const Person& person, const std::optional<AccountOwner>& account) {
  Fields fields;
  fields.add("login", person.login);
  fields.add("model", "spa942");
  fields.add("key", random_key());
  fields.add(line_field(1, "user"), person.number);
  if (!account) fields.add(line_field(1, "password"), new_password().reveal());
  if (account) {
    // An empty value: then a form without ticked boxes asks for no permissions.
    fields.add(line_field(1, "permission"), "");
    for (const std::string& each : account->permissions) {
      fields.add(line_field(1, "permission"), each);
    }
  }
  fields.add(line_field(1, "display"), person.name);
  return fields;
}

/// Fills one input: its value, and its problem beside it.
void fill_field(Values& values, const std::string& marker, const std::string& name,
                const FormAgain& form) {
  values.set(marker, form.typed.text(name));
  std::string sentences;
  for (const Problem& problem : form.problems) {
    if (problem.field == name) sentences += (sentences.empty() ? "" : " ") + problem.sentence;
  }
  if (sentences.empty()) return;
  values.add(marker + "_PROBLEM").set("SENTENCE", sentences);
  values.show(marker + "_IS_WRONG");
}

void fill_person(Values& values, Site& site, const Person& person) {
  values.set("NAME", person.name);
  Values about = values.add("ABOUT");
  about.show_if("MAIL", person.mail);
  if (person.mail.empty()) about.show("NO_MAIL");
  about.show_if("TELEPHONE", person.telephone);
  about.show_if("ROOM", person.room);
  about.show_if("DEPARTMENT", person.department);
  const auto phones = site.services.store.registrations.phones_of(person.login);
  for (std::size_t i = 0; i < std::min(phones.size(), most_phones_listed); ++i) {
    Values row = about.add("HAS_PHONE");
    row.set("REF", phones[i].ref);
    row.set("MODEL", phones[i].model ? phones[i].model->label : "phone");
    row.show_if("MAC", phones[i].mac ? phones[i].mac->colons() : "");
  }
  if (phones.size() > most_phones_listed) {
    about.show_if("MORE_PHONES", std::to_string(phones.size() - most_phones_listed));
  }
}

void fill_choices(Values& values, const FormAgain& form) {
  for (const Model& model : models()) {
    Values choice = values.add("MODEL");
    choice.set("MODEL_NAME", model.name);
    choice.set("MODEL_LABEL", model.label);
    choice.set("MODEL_LINES", model.lines);
    if (form.typed.text("model") == model.name) choice.show("CHOSEN");
  }
}

/// What was typed for the line, or for every line.
std::vector<std::string> permissions_typed(const Fields& typed, int position) {
  const std::string own = line_field(position, "permission");
  if (typed.has(own)) return typed.texts(own);
  const bool is_used = !typed.text(line_field(position, "user")).empty();
  return is_used ? typed.texts("permission") : std::vector<std::string>();
}

void fill_lines(Values& values, const Site& site, const FormAgain& form) {
  for (int position = 1; position <= most_lines; ++position) {
    Values line = values.add(position == 1 ? "FIRST_LINE" : "LINE");
    line.set("N", position);
    fill_field(line, "LINE_USER", line_field(position, "user"), form);
    fill_field(line, "LINE_PASSWORD", line_field(position, "password"), form);
    fill_field(line, "LINE_DISPLAY", line_field(position, "display"), form);
    fill_field(line, "LINE_PERMISSION", line_field(position, "permission"), form);
    const auto boxes = form.typed.texts(line_field(position, "permission"));
    if (std::ranges::find(boxes, "") != boxes.end()) line.show("IS_THERE");
    fill_permissions(line, site.services.exchange, permissions_typed(form.typed, position));
  }
  bool used = false;
  for (int position = 2; position <= most_lines; ++position) {
    for (const char* part : {"user", "password", "permission"}) {
      used = used || !form.typed.text(line_field(position, part)).empty();
    }
  }
  if (used) values.show("MORE_LINES_USED");
}

void fill_problems(Values& values, const FormAgain& form) {
  if (form.problems.empty()) values.show("FRESH");
  if (form.problems.empty()) return;
  Values summary = values.add("SUMMARY");
  for (const Problem& problem : form.problems) {
    Values item = summary.add(problem.field.empty() ? "PLAIN" : "LINKED");
    item.set("FIELD", problem.field);
    // Beside its field a sentence about a line need not say which; here it must.
    const int line = line_of(problem.field);
    item.set("SENTENCE", (line ? "Line " + std::to_string(line) + ": " : "") + problem.sentence);
  }
  summary.show_if("EXISTING_REF", form.existing_ref);
}

/// The person's directory entries that a phone cannot use.
std::vector<Problem> doubts_about(const Person& person) {
  std::vector<Problem> problems;
  const std::string field = line_field(1, "user");
  const std::string objection = objection_to_number(person.number);
  if (!objection.empty()) problems.push_back({field, objection});
  if (person.number.empty() && !person.telephone.empty()) {
    problems.push_back({field, "The number cannot be derived from the telephone " +
                                   person.telephone + " in the directory. Enter it."});
  }
  if (person.name.empty()) problems.push_back(no_name_problem());
  return problems;
}

/// `person` is null when the directory was not asked; then another login can be typed.
web::Response show(Site& site, const web::Request& request, const Person* person,
                   const FormAgain& form) {
  Page page(site, "pages/form.tpl", "Register a phone");
  page.is_for(request);
  if (!form.problems.empty()) page.is_about_errors();
  Values& values = page.values();
  fill_problems(values, form);
  if (person) {
    fill_person(values, site, *person);
    values.show("KNOWN");
  } else {
    values.show("UNKNOWN");
  }
  for (auto [marker, name] : {std::pair{"LOGIN", "login"},
                              {"MAC", "mac"},
                              {"SERIAL", "serial"},
                              {"HOSTNAME", "hostname"},
                              {"INVENTORY", "inventory"},
                              {"CHOSEN_MODEL", "model"},
                              {"PERMISSIONS", "permission"}}) {
    fill_field(values, marker, name, form);
  }
  fill_choices(values, form);
  fill_lines(values, site, form);
  // Never ticked beforehand: by now it may be about another account.
  if (form.is_foreign || form.typed.has("take_over")) values.show("TAKE_OVER");
  std::string key = form.typed.text("key");
  give_form_token(values, site, request.user, register_action, key);
  values.set("DOMAIN", site.services.exchange.domain());
  values.set("FAMILIES", site.services.profiles.known_ouis());
  return page.response(form.status);
}

}  // namespace

web::Response form_page(Site& site, const web::Request& request) {
  Services& services = site.services;
  const std::string login = plain_blanks(web::query_fields(request).text("login"));
  if (has_controls(login)) return home_page_about(site, request, 422, login, unreadable_login);
  if (login.empty()) return home_page_about(site, request, 422, "", "Enter a login.");
  std::optional<Person> person;
  try {
    person = find_person(services, login);
  } catch (const Conflict& several) {
    return home_page_about(site, request, 409, login, several.what());
  }
  if (!person) {
    return home_page_about(site, request, 404, login, no_such_person(login));
  }
  services.require_databases();
  const std::string& number = person->number;
  const bool can_be_number = !number.empty() && objection_to_number(number).empty();
  const bool has_account = can_be_number && services.exchange.has(number);
  std::optional<AccountOwner> account;
  // Also one that the exchange has lost: it has its password, and is created again.
  if (can_be_number) account = services.store.accounts.find(number, services.exchange.domain());
  FormAgain form{.status = 200,
                 .typed = prefilled(*person, account),
                 .problems = doubts_about(*person),
                 .existing_ref = {}};
  if (has_account && !account) {
    form.problems.push_back(ForeignAccount(1, number).problem());
    form.is_foreign = true;
  }
  if (can_be_number && !account) {
    for (const std::string& domain : services.exchange.namesakes(number)) {
      form.problems.push_back(Namesake(1, number, domain).problem());
    }
  }
  return show(site, request, &*person, form);
}

web::Response form_page_again(Site& site, const web::Request& request, const Person* person,
                              const FormAgain& again) {
  return show(site, request, person, again);
}

}  // namespace spaconf
