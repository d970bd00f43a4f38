// The names of entries in a directory and of the subjects of certificates.
#pragma once

#include <optional>
#include <string>

namespace spaconf {

/// The one spelling of a distinguished name, in ASCII, for comparisons: types of attributes are in
/// lower case, blanks around values are gone, and other characters than those of ASCII are escaped:
/// "cn=\C5\98eho\C5\99,o=Example" of "CN=Řehoř, O=Example". Values differ by case. Empty unless
/// the text is a name of at least one part. Source: RFC 4514.
std::optional<std::string> normalized_name(const std::string& text);

}  // namespace spaconf
