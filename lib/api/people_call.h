// GET /people/LOGIN: says what the form for a person would be filled with.
#pragma once

#include "api/call.h"

namespace spaconf::api {

/// The person in the directory, the line that the form would propose, and the person's phones.
/// Throws Refusal(404): there is no such person; Conflict: the directory has several; Unavailable.
Answer people_call;

}  // namespace spaconf::api
