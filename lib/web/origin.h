// Normalises web origins so that they can be compared.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace spaconf::web {

/// "https://voip.example.org:8443": scheme and host in lower case, no default port, no slash
/// at the end. Empty when the text is not an http or https origin: it has a path or a user, is
/// "*" or "null", or has an impossible port. Source: RFC 6454, section 6.2.
std::optional<std::string> normalized_origin(std::string_view text);

}  // namespace spaconf::web
