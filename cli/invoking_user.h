// Finds out who runs the command, for the audit trail.
#pragma once

#include <string>

namespace spaconf::cli {

/// The user that the process runs as, and in front of it the user who logged in when that is
/// another: "novak as root" behind sudo or su. The kernel keeps the login; the environment,
/// which anybody can set, is not asked.
std::string invoking_user();

}  // namespace spaconf::cli
