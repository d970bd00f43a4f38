// Masks the passwords in profiles for display.
#pragma once

#include <string>
#include <string_view>

#include "phone/parameter_table.h"

namespace spaconf {

/// The profile with asterisks instead of every non-empty secret and of the value of every
/// element that the parameter table does not know. A secret that differs in `compared_with` is
/// marked.
std::string masked(std::string_view profile, const ParameterTable& parameter_table,
                   std::string_view compared_with = "");

}  // namespace spaconf
