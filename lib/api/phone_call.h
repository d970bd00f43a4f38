// GET and PUT /phones/MAC: a phone by the address on its carton.
#pragma once

#include "api/call.h"

namespace spaconf::api {

/// The live registration with this address, as show_call gives it. Throws Refusal(404).
Answer phone_call;

/// Makes the phone what the body says: registers it, or changes what differs if If-Match allows it.
/// Needs the scope of what it does. Repeating it changes nothing. With ?dry_run=true it says what
/// it would do, and changes nothing. Throws Refusal(404) for something else than a MAC address, and
/// ConditionFailed when the phone differs and the request does not allow a change.
Answer put_call;

}  // namespace spaconf::api
