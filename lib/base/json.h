// Prints JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace spaconf {

/// Indented by two spaces, with a line end: for people and programs to read.
/// Bytes that are not UTF-8 become U+FFFD.
std::string json_lines(const nlohmann::json& value);
/// The same without spaces and line ends: for a request.
std::string json_line(const nlohmann::json& value);

/// "2026-11-23T10:33:07Z" for "2026-11-23 10:33:07", as our tables have times. Source: RFC 3339.
std::string timestamp(std::string utc);

}  // namespace spaconf
