// Formats the settings that a person types into a software phone.
#pragma once

#include <string>

#include "registration/services.h"

namespace spaconf {

/// The accounts of a software phone, one line of text for each value. Passwords are asterisks
/// unless they are requested and in the record.
std::string softphone_settings(const Services& services, const Record& record, bool with_passwords);

}  // namespace spaconf
