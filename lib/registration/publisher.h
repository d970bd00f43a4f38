// Updates one phone's profile in the TFTP folder.
#pragma once

#include <string>

#include "registration/services.h"

namespace spaconf {

/// The data of the phone's profile, from its record with passwords.
Phone phone_of(const Services& services, const RecordWithPasswords& record);

/// Updates the TFTP folder from the row: writes the phone's profile and removes those of former
/// addresses. The row stays locked meanwhile, so that an older generation can never replace a
/// newer one. True when the folder is up to date. False when that is deferred; the reason is
/// recorded. Throws Unavailable when the database does not respond.
bool publish(Services& services, std::int64_t registration);

/// The same for a new registration that was just stored from `record`, with its passwords: the
/// row is not read again, only its generation is checked.
bool publish_new(Services& services, const RecordWithPasswords& record);

}  // namespace spaconf
