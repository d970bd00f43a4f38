// Which number a person gets from what the directory says of them.
#pragma once

#include <string>
#include <string_view>

namespace spaconf {

/// The last `count` digits of a telephone number however it is written; empty when
/// it has fewer.
std::string last_digits(std::string_view telephone, std::size_t count);

}  // namespace spaconf
