// Lays a JSON merge patch over a registration. Source: RFC 7396.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "base/fields.h"
#include "store/registration.h"

namespace spaconf::api {

/// The form that makes the registration what the patch says. A member that is null becomes empty,
/// and a list replaces the whole list. Throws InvalidBody.
Fields patched(const Registration& there, const nlohmann::json& patch);

/// The form in which lines that it does not name are removed, as for a phone of another person.
Fields without_other_lines(Fields form);

}  // namespace spaconf::api
