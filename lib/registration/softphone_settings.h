// The settings that a person types into a software phone.
#pragma once

#include <string>

#include "account/exchange.h"
#include "store/registration.h"

namespace spaconf {

/// The accounts of a software phone, a line of text for each value. Passwords are asterisks unless
/// they are asked for.
std::string softphone_settings(const Exchange& exchange, const RecordWithPasswords& record,
                               bool with_passwords);

}  // namespace spaconf
