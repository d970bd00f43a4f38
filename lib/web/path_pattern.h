// Compares the path of a request with that of a route.
#pragma once

#include <string_view>

namespace spaconf::web {

/// True when the path is the pattern, in which '*' matches any single part: "/phones/*".
bool matches_path(std::string_view pattern, std::string_view path);

}  // namespace spaconf::web
