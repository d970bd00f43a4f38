// Lets doctor look at the pages through the web server.
#pragma once

#include <string>

#include "base/config.h"
#include "examination.h"

namespace spaconf::cli {

/// Whether form.fcgi and submit.fcgi answer at each of `origins`, the web server asks for a login
/// there, and api.fcgi gets its clients' tokens; that it does not answer is bad only if `has_api`.
/// Sends one wrong token to each origin. `ca_file` has the authorities that sign the web server's
/// certificate. True when form.fcgi answers at one of them at least.
bool examine_pages(const Section& web, const std::string& ca_file, bool has_api,
                   Examination& examination);

}  // namespace spaconf::cli
