// Reads a profile file as a phone reads it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spaconf {

/// Names and values in the file's order.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// Reads a profile: well-formed XML whose root is flat-profile, holding elements that
/// hold text only. White space around a value is ignored, a line end inside is a
/// blank. Throws std::runtime_error naming the line: not well-formed, another root, nested
/// elements, a duplicate element, text that is not ASCII, and <X/>, by which a phone keeps
/// its value, while <X></X> clears it.
Parameters parse_flat_profile(std::string_view xml);

/// A value escaped for XML.
std::string xml_escaped(std::string_view value);

}  // namespace spaconf
