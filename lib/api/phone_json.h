// Writes a registration as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "api/call.h"
#include "store/registration.h"

namespace spaconf::api {

/// What our tables say of a registration, without passwords.
nlohmann::json phone_json(const Api& api, const Record& record);

/// The same with the passwords of its lines: for the answer to the creation of a software phone.
nlohmann::json phone_json_with_passwords(const Api& api, const RecordWithPasswords& record);

/// The phone's own settings: {"NAME": "VALUE"}.
nlohmann::json settings_json(const Registration& phone);

/// "2026-11-23T10:33:07Z" for "2026-11-23 10:33:07". Source: RFC 3339.
std::string timestamp(std::string utc);

/// The registration's entity tag: its version in quotes. Source: RFC 9110, section 8.8.3.
std::string entity_tag(const Record& record);

}  // namespace spaconf::api
