// Reads JSON texts, and refuses those that two readers may understand differently.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace spaconf::api {

/// The value of a JSON text. Throws Refusal(400): it is not JSON or not UTF-8, something follows
/// it, an object has a member twice, or values are nested more than eight deep. The sentence quotes
/// nothing of the text, which may hold passwords.
nlohmann::json json_in(std::string_view text);

}  // namespace spaconf::api
