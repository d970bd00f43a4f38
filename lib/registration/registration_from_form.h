// Makes a request to register a phone from a form that another program sent.
#pragma once

#include "base/fields.h"
#include "registration/register.h"
#include "registration/services.h"

namespace spaconf {

/// Gives the request the phone and the person of the form. What is left out comes from the
/// directory, as on the form; `directory` is the services' own or one that has asked it beforehand.
/// Throws what find_person.h's person_in() and read_form() throw, and Rejected for a setting that
/// only an administrator may set, unless `may_set_provisioning`.
void add_phone_of_form(RegistrationRequest& order, const Fields& form, Services& services,
                       Directory& directory, bool may_set_provisioning = false);

}  // namespace spaconf
