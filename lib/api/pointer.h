// Names the member of a JSON body that a field of the forms comes from.
#pragma once

#include <string>
#include <string_view>

namespace spaconf::api {

/// "/lines/0/user" for "line1_user", "/permissions" for "permission", "/mac" for "mac"; empty for
/// no field: the whole body. Source: RFC 6901.
std::string pointer_to(std::string_view field);

/// A member's name as part of a pointer: "a~1b" for "a/b".
std::string escaped_for_pointer(std::string_view name);

}  // namespace spaconf::api
