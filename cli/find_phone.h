// Finds the phone that an argument names.
#pragma once

#include <string>

#include "registration/services.h"

namespace spaconf::cli {

/// By its reference, or by its MAC in any spelling. Throws std::runtime_error when there is none.
SealedRecord find_phone(Services& services, const std::string& phone);

}  // namespace spaconf::cli
