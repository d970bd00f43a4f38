// Writes a value as the body of a response.
#include "api/json_response.h"

#include <utility>

namespace spaconf::api {

web::Response json_response(const nlohmann::json& value, int status, Headers headers) {
  return {.status = status,
          .type = "application/json",
          .body = json_lines(value),
          .headers = std::move(headers)};
}

}  // namespace spaconf::api
