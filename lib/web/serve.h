// Runs a program as a group of processes that answer requests.
#pragma once

#include "web/program.h"

namespace spaconf::web {

/// Runs the program until TERM and returns main's exit code. The parent process answers no
/// requests and holds no connections. It forks the workers, replaces a dead one within a
/// second, and on
///   TERM, INT  lets every worker finish its request, for at most 10 seconds;
///   HUP        builds the program again and replaces the old workers as they finish.
///              If the new program cannot be built, the old workers remain.
/// Started from a shell, it answers one plain CGI request instead.
int serve(const Build& build);

}  // namespace spaconf::web
