// POST /registrations/REF/resync: tells the phone to fetch its profile now.
#pragma once

#include "api/call.h"

namespace spaconf::api {

/// Sends the NOTIFY and gives the phone's answer. Repeating it is harmless, so it needs neither
/// If-Match nor Idempotency-Key.
Answer resync_call;

}  // namespace spaconf::api
