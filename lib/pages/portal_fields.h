// Takes the form fields that a portal sends with a person's browser.
#pragma once

#include "base/fields.h"
#include "web/message.h"

namespace spaconf {

/// The fields of the address and, of a POST, those of the body. Passwords in an address are left
/// out, because addresses are logged. Throws Refused like web::body_fields().
Fields received_fields(const web::Request& request);

/// Those that a portal may fill in: all that the registration form shows, but the login. So never
/// its key, its token and take_over. Empty ones are left to the directory. "permission" becomes the
/// permissions of each line.
Fields portal_fields(const Fields& received);

}  // namespace spaconf
