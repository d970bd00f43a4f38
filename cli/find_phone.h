// Finds the phone of a command-line argument.
#pragma once

#include <string>

#include "registration/services.h"

namespace spaconf::cli {

/// By its reference, or by its MAC in any spelling; with passwords. Throws
/// std::runtime_error when there is none.
Record find_phone(Services& services, const std::string& phone);

}  // namespace spaconf::cli
