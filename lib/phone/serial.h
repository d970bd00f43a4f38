// Serial numbers as the phone's carton has them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace spaconf {

/// The serial number in a text that was typed or scanned: 12 letters and digits, in
/// upper case, such as "88019FA42805" or "4MM00F903042". Empty when it is none.
std::optional<std::string> parse_serial(std::string_view text);

}  // namespace spaconf
