// Lets doctor look at the sockets between the web server and the programs.
#pragma once

#include <string>
#include <vector>

#include "examination.h"

namespace spaconf::cli {

/// Whether each program listens, and whether the web server and nobody else may connect.
void examine_sockets(const std::vector<std::string>& paths, Examination& examination);

}  // namespace spaconf::cli
