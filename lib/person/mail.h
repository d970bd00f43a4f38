// Mail addresses as directories write them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spaconf {

/// The address in a value of a directory: without blanks around it, without "mailto:" or "smtp:"
/// before it. Empty when it has not the shape of an address.
std::string mail_address(std::string_view value);

/// The first of the values that is an address; empty when none is.
std::string first_address(const std::vector<std::string>& values);

}  // namespace spaconf
