// Gives each request an id, so that its log lines and its error page can be found together.
#pragma once

#include <string>
#include <string_view>

namespace spaconf::web {

/// The web server's id for the request: nginx's $request_id or Apache's UNIQUE_ID. If `passed` is
/// anything but 8 to 64 of the characters A-Z a-z 0-9 @ _ -, 16 random hex digits instead.
std::string request_id(std::string_view passed);

}  // namespace spaconf::web
