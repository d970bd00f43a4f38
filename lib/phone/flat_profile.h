// Reads a profile file as a phone reads it.
#pragma once

#include <stdexcept>
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

/// An element of a profile that another program or a person wrote.
struct ForeignElement {
  std::string name;  ///< Any characters that XML allows
  std::string value;
  unsigned line;       ///< Of its beginning, from 1
  bool keeps = false;  ///< <X/>, by which a phone keeps its value
};

/// A profile that cannot be read. The sentence has no value of the profile.
struct UnreadableProfile : std::runtime_error {
  UnreadableProfile(unsigned where, const std::string& sentence)
      : std::runtime_error(sentence), line(where) {}
  unsigned line;  ///< From 1; 0 when it is about the whole file
};

/// Reads such a profile as phones do: flat-profile may be inside other elements, elements may
/// repeat, values may be any text, and become UTF-8. `encoding` replaces that of the file, unless
/// it is null. Throws UnreadableProfile: not well-formed, nested elements, no flat-profile, and
/// a DOCTYPE, so that entities are never expanded.
std::vector<ForeignElement> parse_foreign_profile(std::string_view xml, const char* encoding);

/// A value escaped for XML.
std::string xml_escaped(std::string_view value);

}  // namespace spaconf
