// /form?login=: shows the registration form, pre-filled from the directory and by a portal.
#include "pages/form_page.h"

#include "account/password.h"
#include "base/text.h"
#include "base/translation.h"
#include "pages/home_page.h"
#include "pages/portal_fields.h"
#include "pages/register_form.h"
#include "registration/find_person.h"
#include "registration/phone_form.h"
#include "registration/proposal.h"

namespace spaconf {

web::Response form_page(Site& site, const web::Request& request) {
  Services& services = site.services;
  const Fields received = received_fields(request), sent = portal_fields(received);
  const std::string login = plain_blanks(received.text("login"));
  if (has_controls(login)) return home_page_about(site, request, 422, login, _(unreadable_login));
  if (login.empty()) return home_page_about(site, request, 422, "", _("Enter a login."));
  std::optional<Person> person;
  try {
    person = services.directory->find(login);
  } catch (const Conflict& several) {
    return home_page_about(site, request, 409, login, several.problem().sentence);
  }
  if (!person) {
    return home_page_about(site, request, 404, login, no_such_person(login));
  }
  Proposal proposal =
      propose(services, *std::move(person), std::string(trim(sent.text(line_field(1, "user")))));
  if (!proposal.has_account) {
    proposal.form.add(line_field(1, "password"),
                      new_password(services.exchange.password_width()).reveal());
  }
  const Draft draft{.typed = laid_over(proposal.form, sent),
                    .problems = std::move(proposal.problems),
                    .is_foreign = proposal.is_foreign,
                    .is_filled_in = !sent.all().empty()};
  return show_register_form(site, request, &proposal.person, proposal.phones, draft);
}

}  // namespace spaconf
