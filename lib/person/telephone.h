// Derives a person's SIP number from their telephone in the directory.
#pragma once

#include <string>
#include <string_view>

namespace spaconf {

/// The last `count` digits of the telephone number, or of the first of several; an extension or a
/// remark after it is ignored. Empty when it has fewer digits, or when its end is not clear
/// ("377 631 001-5"): no number is better than another person's.
std::string last_digits(std::string_view telephone, std::size_t count);

}  // namespace spaconf
