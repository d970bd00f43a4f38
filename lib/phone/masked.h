// Profiles without their passwords, for display.
#pragma once

#include <string>
#include <string_view>

#include "phone/parameter_table.h"

namespace spaconf {

/// The profile with asterisks in the place of every secret that is not empty, and of the
/// value of every element that the dictionary does not know. A secret that is another one
/// in `compared_with` says so.
std::string masked(std::string_view profile, const ParameterTable& parameter_table,
                   std::string_view compared_with = "");

}  // namespace spaconf
