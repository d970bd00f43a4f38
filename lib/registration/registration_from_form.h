// Makes a request to register a phone from a form that another program sent.
#pragma once

#include "base/fields.h"
#include "registration/people.h"
#include "registration/register.h"
#include "registration/services.h"

namespace spaconf {

/// Gives the request the phone and the person of the form. What is left out comes from the
/// directory, as on the form; `people` are of the services' directory and store.
/// Throws what find_person.h's person_in() and read_form() throw, and Rejected for a setting that
/// only an administrator may set, unless `may_set_provisioning`.
void add_phone_of_form(RegistrationRequest& order, const Fields& form, Services& services,
                       const People& people, bool may_set_provisioning = false);

}  // namespace spaconf
