// Which number a person gets from what the directory says of them.
#pragma once

#include <string>
#include <string_view>

namespace spaconf {

/// The last `count` digits of the telephone number, or of the first of several; an extension and a
/// remark behind it do not count. Empty when it has fewer, and when it cannot be told where the
/// number ends ("377 631 001-5"): no number is better than another person's.
std::string last_digits(std::string_view telephone, std::size_t count);

}  // namespace spaconf
