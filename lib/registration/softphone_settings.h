// Formats the settings that a person types into a software phone.
#pragma once

#include <string>

#include "account/exchange.h"
#include "store/registration.h"

namespace spaconf {

/// The accounts of a software phone, one line of text for each value. Passwords are asterisks
/// unless they are requested.
std::string softphone_settings(const Exchange& exchange, const RecordWithPasswords& record,
                               bool with_passwords);

}  // namespace spaconf
