// Behind sudo it is not the user that the process runs as.
#include "whoever.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

namespace spaconf::cli {

std::string whoever_runs_this() {
  if (const char* name = std::getenv("SUDO_USER")) return name;
  const struct passwd* user = ::getpwuid(::getuid());
  return user ? user->pw_name : std::to_string(::getuid());
}

}  // namespace spaconf::cli
