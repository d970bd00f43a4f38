// Reads a JSON object as the fields that the forms have.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "base/fields.h"

namespace spaconf::api {

/// The fields of
///   {"login": "novak", "model": "spa942", "mac": "000e08112233", "serial": "", "hostname": "",
///    "inventory": "", "permissions": ["local"], "settings": {"Dial_Plan_1_": "(xx.)"},
///    "lines": [{"position": 1, "user": "1001", "domain": "sip.example.org", "password": "",
///               "display": "", "permissions": ["int"]}],
///    "take_over": true, "keep_password": true, "on_behalf_of": "jana"}
/// in which every member may be missing; a line without position has that in the list. An empty
/// list is one empty value, true is "yes". Throws InvalidBody with every member that is unknown or
/// has another type.
Fields fields_in(const nlohmann::json& body);

/// The same body without its passwords, which stay out of fingerprints.
nlohmann::json without_passwords(nlohmann::json body);

}  // namespace spaconf::api
