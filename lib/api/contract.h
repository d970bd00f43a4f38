// GET /openapi.json: shows the contract of the API, templates/api/openapi.json.
#pragma once

#include <string>

#include "api/call.h"
#include "base/template.h"

namespace spaconf::api {

/// The contract with this base path, "/spaconf/api/v1", as JSON. Source: OpenAPI 3.1.
/// Throws Misconfigured when the file is missing or not JSON.
std::string contract_below(const std::string& base_path, const Templates& templates);

/// Shows it to everybody, because it is the same everywhere.
Answer contract_call;

}  // namespace spaconf::api
