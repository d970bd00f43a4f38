// Runs a program as a group of processes that answer requests.
#pragma once

#include "web/program.h"

namespace spaconf::web {

/// Runs the program until TERM and gives main's exit code. A parent process answers
/// nothing and holds no connection: it forks the workers, replaces one that died
/// within a second, and on
///   TERM, INT  lets every worker finish its request, for at most 10 seconds;
///   HUP        builds the program anew and puts new workers in the place of the old
///              ones as those finish. If it cannot be built, the old ones stay.
/// Started from a shell it answers one plain CGI request instead.
int serve(const Build& build);

}  // namespace spaconf::web
