// PATCH /registrations/REF and POST /registrations/REF/ACTION: change a registered phone.
#pragma once

#include "api/call.h"

namespace spaconf::api {

/// Gives the phone the values in the body, a JSON merge patch: edits, replaces or moves it. With
/// ?dry_run=true it says what would change, and changes nothing.
Answer patch_call;

/// Carries out the action in the path with the fields in the body, which may be missing: replace,
/// move, password, refresh or retire. With ?dry_run=true likewise.
Answer action_call;

}  // namespace spaconf::api
