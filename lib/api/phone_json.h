// Writes a registration as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>

#include "api/call.h"
#include "store/registration.h"

namespace spaconf::api {

/// What our tables say of a registration, without passwords.
nlohmann::json phone_json(Api& api, const Record& record);

/// The same with the passwords of the lines at these positions: for the answer to the creation of a
/// software phone.
nlohmann::json phone_json_with_passwords(Api& api, const RecordWithPasswords& record,
                                         const std::set<int>& positions);

/// A person needs the password of a software phone, and gets it only in the answer to its
/// registration, even if the first answer was lost. After a change it is another one.
bool needs_password(const Record& record);
/// The answer to a registration: with its passwords if it needs them.
nlohmann::json representation(Api& api, const SealedRecord& record);

/// The phone's own settings: {"NAME": "VALUE"}.
nlohmann::json settings_json(const Registration& phone);

/// The registration's entity tag: its version in quotes. Source: RFC 9110, section 8.8.3.
std::string entity_tag(const Record& record);

}  // namespace spaconf::api
