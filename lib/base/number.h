// Reads whole numbers from text.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace spaconf {

/// The number that all of `text` is, in decimal digits: "42", "007", "-7". Empty when it is
/// something else, such as "", " 42", "+42" or "42x", or is not from `least` to `most`. With a
/// `least` of 0 or more it refuses any sign.
std::optional<std::int64_t> whole_number(
    std::string_view text, std::int64_t least = std::numeric_limits<std::int64_t>::min(),
    std::int64_t most = std::numeric_limits<std::int64_t>::max());

}  // namespace spaconf
