// /form?login=: shows the registration form, pre-filled from the directory and by a portal.
#include "pages/form_page.h"

#include "account/password.h"
#include "base/text.h"
#include "pages/home_page.h"
#include "pages/portal_fields.h"
#include "pages/register_form.h"
#include "registration/account_assignment.h"
#include "registration/find_person.h"
#include "registration/phone_form.h"

namespace spaconf {
namespace {

/// The initial contents of the form: everything from the directory, and a new password unless the
/// number's account already has one.
Fields prefilled(const Person& person, const std::string& number,
                 const std::optional<AccountOwner>& account) {
  Fields fields;
  fields.add("login", person.login);
  fields.add("model", "spa942");
  fields.add(line_field(1, "user"), number);
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

/// The number and the person's directory entries, if a phone cannot use them.
std::vector<Problem> problems_of(const Person& person, const std::string& number) {
  std::vector<Problem> problems;
  const std::string field = line_field(1, "user");
  const std::string error = number_error(number);
  if (!error.empty()) problems.push_back({field, error});
  if (number.empty() && !person.telephone.empty()) {
    problems.push_back({field, "The number cannot be derived from the telephone " +
                                   person.telephone + " in the directory. Enter it."});
  }
  if (person.name.empty()) problems.push_back(no_name_problem());
  return problems;
}

}  // namespace

web::Response form_page(Site& site, const web::Request& request) {
  Services& services = site.services;
  const Fields received = received_fields(request), sent = portal_fields(received);
  const std::string login = plain_blanks(received.text("login"));
  if (has_controls(login)) return home_page_about(site, request, 422, login, unreadable_login);
  if (login.empty()) return home_page_about(site, request, 422, "", "Enter a login.");
  std::optional<Person> person;
  try {
    person = find_person(*services.directory, services.store, login);
  } catch (const Conflict& several) {
    return home_page_about(site, request, 409, login, several.what());
  }
  if (!person) {
    return home_page_about(site, request, 404, login, no_such_person(login));
  }
  services.require_databases();
  const std::string sent_number(trim(sent.text(line_field(1, "user"))));
  const std::string number = sent_number.empty() ? person->number : sent_number;
  const bool can_be_number = !number.empty() && number_error(number).empty();
  const bool has_account = can_be_number && services.exchange.has(number);
  std::optional<AccountOwner> account;
  // Also one that the exchange has lost: it has its password, and is created again.
  if (can_be_number) account = services.store.accounts.find(number, services.exchange.domain());
  Draft draft{.typed = laid_over(prefilled(*person, number, account), sent),
              .problems = problems_of(*person, number),
              .is_filled_in = !sent.all().empty()};
  if (has_account && !account) {
    draft.problems.push_back(ForeignAccount(1, number).problem());
    draft.is_foreign = true;
  }
  if (can_be_number && !account) {
    for (const std::string& domain : services.exchange.namesakes(number)) {
      draft.problems.push_back(Namesake(1, number, domain).problem());
    }
  }
  return show_register_form(site, request, &*person, draft);
}

}  // namespace spaconf
