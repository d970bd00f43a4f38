// Reads mail addresses as directories write them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spaconf {

/// The address in a directory's value, without surrounding blanks and without "mailto:" or "smtp:".
/// Empty when it does not have the shape of an address.
std::string mail_address(std::string_view value);

/// The first of the values that is an address; empty when none is.
std::string first_address(const std::vector<std::string>& values);

}  // namespace spaconf
