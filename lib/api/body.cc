// Chooses how a body is read by its content type.
#include "api/body.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "api/json_body.h"
#include "api/problem.h"
#include "api/strict_json.h"
#include "base/text.h"
#include "web/fields.h"

namespace spaconf::api {
namespace {

/// False for a charset other than UTF-8. JSON has no other, but old programs name it.
bool is_utf8_or_silent(const std::string& parameters) {
  const auto at = parameters.find("charset=");
  if (at == parameters.npos) return true;
  const std::string charset = parameters.substr(at + std::string_view("charset=").size());
  return charset.starts_with("utf-8") || charset.starts_with("\"utf-8\"");
}

/// Without parameters; empty when it is not in UTF-8.
std::string media_type(const web::Request& request) {
  const std::string type = lower(request.content_type);
  const auto end = std::min(type.find(';'), type.size());
  return is_utf8_or_silent(type.substr(end)) ? std::string(trim(type.substr(0, end))) : "";
}

/// A form of our pages has these for itself; a client has its token and its Idempotency-Key.
Fields without_fields_of_pages(const Fields& sent) {
  std::vector<MemberError> errors;
  for (const char* name : {"key", "csrf"}) {
    if (sent.has(name)) errors.push_back({std::string("/") + name, "There is no such member."});
  }
  if (!errors.empty()) throw InvalidBody(std::move(errors));
  return sent;
}

}  // namespace

Fields sent_fields(const web::Request& request) {
  const std::string type = media_type(request);
  if (type == "application/json") return fields_in(json_in(request.body));
  if (type == "application/x-www-form-urlencoded") {
    return without_fields_of_pages(web::body_fields(request));
  }
  throw Refusal(
      415, "Send the body as application/json or application/x-www-form-urlencoded, in UTF-8.");
}

nlohmann::json sent_json(const web::Request& request) {
  if (media_type(request) == "application/json") return json_in(request.body);
  throw Refusal(415, "Send the body as application/json, in UTF-8.");
}

nlohmann::json sent_patch(const web::Request& request) {
  const std::string type = media_type(request);
  if (type == "application/merge-patch+json" || type == "application/json") {
    return json_in(request.body);
  }
  throw Refusal(415, "Send the body as application/merge-patch+json, in UTF-8.");
}

}  // namespace spaconf::api
