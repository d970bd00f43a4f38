// A response whose body is JSON.
#pragma once

#include "api/problem.h"
#include "base/json.h"
#include "web/message.h"

namespace spaconf::api {

/// The value as application/json.
web::Response json_response(const nlohmann::json& value, int status = 200, Headers headers = {});

}  // namespace spaconf::api
