// The settings that a person types into a software phone.
#pragma once

#include <string>

#include "registration/services.h"

namespace spaconf {

/// The accounts of a software phone, a line of text for each value. Passwords are asterisks unless
/// they are asked for.
std::string softphone_settings(const Services& services, const RecordWithPasswords& record,
                               bool with_passwords);

}  // namespace spaconf
