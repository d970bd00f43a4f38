// Compares method and path of a request with those of a route.
#pragma once

#include <string_view>

namespace spaconf::web {

/// True when the path is the pattern, in which '*' matches any single part: "/phones/*".
bool matches_path(std::string_view pattern, std::string_view path);

/// True when a route of these methods, "GET, POST", answers a request of the other. GET includes
/// HEAD.
bool accepts_method(std::string_view of_route, std::string_view of_request);

}  // namespace spaconf::web
