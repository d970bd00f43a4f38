// Completes a form with the directory and reads it.
#include "registration/registration_from_form.h"

#include "base/text.h"
#include "registration/find_person.h"
#include "registration/phone_form.h"
#include "registration/provisioning_warnings.h"

namespace spaconf {
namespace {

/// The form with the number that the directory has, unless line 1 has one.
Fields completed(const Fields& form, const Person& person) {
  const bool has_number = !trim(form.text(line_field(1, "user"))).empty();
  return has_number ? form : laid_over(form, first_line(person.number));
}

}  // namespace

void add_phone_of_form(RegistrationRequest& order, const Fields& form, Services& services,
                       const People& people, bool may_set_provisioning) {
  order.takes_over = form.text("take_over") == "yes";
  order.person = person_in(form, people);
  order.wanted = read_form(completed(form, order.person), services.form_rules());
  if (!may_set_provisioning) {
    refuse_provisioning_settings(services.profiles, nullptr, order.wanted);
  }
  // The directory's spelling replaces the sent one.
  order.wanted.login = order.person.login;
  require_name(order.person, order.wanted);
}

}  // namespace spaconf
