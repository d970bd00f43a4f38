// POST /submit/register: registers the phone that the form describes.
#include "pages/register_page.h"

#include "base/text.h"
#include "pages/form_guard.h"
#include "pages/form_page.h"
#include "pages/home_page.h"
#include "registration/account_assignment.h"
#include "registration/find_person.h"
#include "registration/register.h"
#include "web/fields.h"

namespace spaconf {

namespace {

/// The purpose of the token, by the login that the form was sent with.
Person person_of(Services& services, const Fields& fields) {
  const std::string login = plain_blanks(fields.text("login"));
  if (has_controls(login)) throw Rejected(std::vector<Problem>{{"login", unreadable_login}});
  return known_person(services, login);
}

}  // namespace

web::Response register_page(Site& site, const web::Request& request) {
  Fields fields = web::body_fields(request);
  verify_form_token(site, request, fields, register_action);

  std::optional<Person> person;
  FormAgain again{.status = 422, .typed = fields, .problems = {}, .existing_ref = {}};
  try {
    person = person_of(site.services, fields);
    RegistrationRequest order{.actor = request.user,
                              .key = fields.text("key"),
                              .fingerprint = fingerprint(fields),
                              .wanted = read_form(fields, site.services.form_rules()),
                              .person = *person,
                              .takes_over = fields.text("take_over") == "yes"};
    require_may_set(site, request, nullptr, order.wanted);
    // The directory's spelling replaces the typed one.
    order.wanted.login = person->login;
    require_name(order.person, order.wanted);
    return web::see_other(site.base_path + "/phones/" + register_phone(site.services, order));
  } catch (const UnknownPerson& unknown) {
    again.status = 404;
    again.problems = unknown.problems();
  } catch (const Rejected& rejected) {
    again.problems = rejected.problems();
  } catch (const InProgress&) {
    throw;
  } catch (const ForeignAccount& foreign) {
    again.status = 409;
    again.problems = {foreign.problem()};
    again.is_foreign = true;
  } catch (const Conflict& conflict) {
    again.status = 409;
    again.problems = {conflict.problem()};
    again.existing_ref = conflict.ref();
  }
  return form_page_again(site, request, person ? &*person : nullptr, again);
}

web::Response register_page_again(Site& site, const web::Request& request,
                                  const std::string& sentence) {
  const Fields fields = web::body_fields(request);
  verify_form_token(site, request, fields, register_action);
  return form_page_again(
      site, request, nullptr,
      {.status = 503, .typed = fields, .problems = {{"", sentence}}, .existing_ref = {}});
}

}  // namespace spaconf
