// POST /registrations: registers a phone.
#pragma once

#include "api/call.h"
#include "api/on_behalf_of.h"

namespace spaconf::api {

/// Registers the phone in the body. What is left out comes from the directory and the password
/// generator, as on the form. Repeating it with the same Idempotency-Key changes nothing. With
/// ?dry_run=true it shows row, profile and ticket, and changes nothing.
Answer register_call;

/// The same for the phone in this form.
web::Response register_sent(const Call& call, const SentForm& sent);

}  // namespace spaconf::api
