// Who runs this, for the audit.
#pragma once

#include <string>

namespace spaconf::cli {

/// The login of the person at the shell, also behind sudo.
std::string whoever_runs_this();

}  // namespace spaconf::cli
