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

}  // namespace spaconf
