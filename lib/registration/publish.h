// Brings one phone's profile in the TFTP folder up to date.
#pragma once

#include <string>

#include "registration/services.h"

namespace spaconf {

/// What the phone is told, by its record, which has the passwords.
Phone phone_of(const Services& services, const RecordWithPasswords& record);

/// Brings the TFTP folder up to the row: the phone's profile, and none for addresses that
/// the registration has no more. The row stays locked
/// meanwhile so that an older generation can never replace a newer one. True when
/// the phone has what it needs. False when that has to wait; the reason is written
/// down. Throws Unavailable when the database does not answer.
bool publish(Services& services, std::int64_t registration);

/// The same for a new registration that was just written down from `record`, passwords
/// and all: its row is not read again, only found to be of that generation still.
bool publish_new(Services& services, const RecordWithPasswords& record);

}  // namespace spaconf
