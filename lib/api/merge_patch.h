// Lays a JSON merge patch over a registration. Source: RFC 7396.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "base/fields.h"
#include "store/registration.h"

namespace spaconf::api {

/// The form that makes the registration what the patch says. A member that is null becomes empty, a
/// list replaces the whole list, and a phone of another person has only the lines that the patch
/// has. Throws InvalidBody.
Fields patched(const Registration& there, const nlohmann::json& patch);

}  // namespace spaconf::api
