// Turns the form of a PUT into that of a registered phone.
#pragma once

#include "base/fields.h"
#include "store/registration.h"

namespace spaconf::api {

/// The form that makes the registration what the sent one says. What is left out keeps its value,
/// but login and model must be there. If there are lines, the phone has no others; a phone of
/// another person has only these. "permission" counts for every line without its own.
Fields put_form(const Registration& there, const Fields& sent);

}  // namespace spaconf::api
