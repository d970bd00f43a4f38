// Lets doctor look at the sockets between the web server and the programs.
#pragma once

#include <string>
#include <vector>

#include "examination.h"

namespace spaconf::cli {

/// Whether each program listens, and only the web server may connect. If no socket exists although
/// `pages_answer`, the web server starts the programs itself and needs none.
void examine_sockets(const std::vector<std::string>& paths, bool pages_answer,
                     Examination& examination);

}  // namespace spaconf::cli
