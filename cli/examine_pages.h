// Lets doctor look at the pages through the web server.
#pragma once

#include <string>

#include "base/config.h"
#include "examination.h"

namespace spaconf::cli {

/// Whether form.fcgi answers at each of `origins`, and the web server asks for a login there.
/// `ca_file` has the authorities that sign the web server's certificate. True when it answers at
/// one of them at least.
bool examine_pages(const Section& web, const std::string& ca_file, Examination& examination);

}  // namespace spaconf::cli
