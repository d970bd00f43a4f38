// GET /registrations/REF/profile: gives a phone's profile with its passwords.
#pragma once

#include "api/call.h"

namespace spaconf::api {

/// The profile as the phone gets it, with status 202 while it waits to be written. The audit trail
/// names the client. Throws Refusal(404): the phone has none.
Answer profile_call;

}  // namespace spaconf::api
