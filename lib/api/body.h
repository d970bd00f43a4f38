// Reads the body of a call, which is JSON or a form.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "base/fields.h"
#include "web/message.h"

namespace spaconf::api {

/// The fields of a body of the type application/json, see json_body.h, or
/// application/x-www-form-urlencoded, with "line1_user" and a repeated "permission". Throws
/// Refusal and web::Refused: 400 malformed, 415 another type; InvalidBody: a form's own "key" or
/// "csrf", and what fields_in() throws.
Fields sent_fields(const web::Request& request);

/// The value of a body of the type application/json. Throws Refusal: 415 another type, and what
/// json_in() throws.
nlohmann::json sent_json(const web::Request& request);

/// The value of a body of the type application/merge-patch+json or application/json. Throws
/// Refusal: 415 another type, and what json_in() throws.
nlohmann::json sent_patch(const web::Request& request);

}  // namespace spaconf::api
