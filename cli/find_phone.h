// Finds the phone of a command-line argument.
#pragma once

#include <string>

#include "store/store.h"

namespace spaconf::cli {

/// By its reference, or by its MAC in any spelling. Throws std::runtime_error when there is none.
SealedRecord find_phone(Store& store, const std::string& phone);

}  // namespace spaconf::cli
