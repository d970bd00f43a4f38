// Reads the vendor's plain text form of a profile, which its profile compiler takes.
#pragma once

#include <string_view>
#include <vector>

#include "phone/flat_profile.h"

namespace spaconf {

/// Reads statements such as these, with names in the spelling of XML: "User_ID_1_".
///
///     # a comment
///     User_ID[1]   ! "1001" ;
///
/// "!" lets the phone's user write the value and "?" read it. Without a value the phone takes that
/// of the factory, which counts as keeping it. `text` is UTF-8. Throws UnreadableProfile with the
/// line. Source: Linksys SPA Provisioning Guide 3.01, pages 48 and 49.
std::vector<ForeignElement> parse_plain_text_profile(std::string_view text);

}  // namespace spaconf
