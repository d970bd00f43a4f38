// GET /registrations/REF: shows one registration.
#pragma once

#include "api/call.h"

namespace spaconf::api {

/// The registration with the status of the phone: its accounts on the exchange, whether it is
/// online, and what is to be done next.
Answer show_call;

/// The same for this registration.
web::Response shown(const Call& call, const Record& record);

/// The registration in the path. Throws Refusal(404).
SealedRecord record_in_path(const Call& call);
/// The registration with this reference. Throws likewise.
SealedRecord registration_named(Api& api, const std::string& ref);

}  // namespace spaconf::api
