// Finds out who runs the command, for the audit trail.
#pragma once

#include <string>

namespace spaconf::cli {

/// The user that the process runs as, preceded by the user who logged in if they differ: "novak as
/// root" under sudo or su. The login comes from the kernel, not from the environment, which every
/// user can set.
std::string invoking_user();
/// Only the user who logged in: "novak".
std::string invoking_login();

}  // namespace spaconf::cli
