// Reads FIELD=VALUE arguments.
#pragma once

#include <string>
#include <vector>

#include "base/fields.h"

namespace spaconf::cli {

/// "hostname=phone-7" as the field of a form. A password is never an argument, because every user
/// of the machine can read those: "line1_password=-" reads it from standard input, one line for
/// each, and asks for it on a terminal. Throws std::runtime_error.
Fields fields_in(const std::vector<std::string>& typed);

}  // namespace spaconf::cli
