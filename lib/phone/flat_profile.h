// The format of the phones' files, read the way a phone reads it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spaconf {

/// Names and values in the file's order.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// Reads a profile: well-formed XML whose root is flat-profile, holding elements that
/// hold text only. White space around a value is no part of it, a line end inside is a
/// blank. Throws std::runtime_error naming the line: not well-formed, another root, an
/// element inside an element, one that stands twice, text that is not ASCII, and <X/>,
/// which a phone takes for "keep what you have" where <X></X> says "nothing".
Parameters parse_flat_profile(std::string_view xml);

}  // namespace spaconf
