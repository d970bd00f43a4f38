// Reads serial numbers from a phone's carton.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace spaconf {

/// The serial number in a text that was typed or scanned: 11 or 12 letters and digits, in
/// upper case, such as "88019FA42805", "4MM00F903042" or "CCQ162306EA". Empty when the text has
/// another shape; it may still be a serial number.
std::optional<std::string> parse_serial(std::string_view text);

}  // namespace spaconf
