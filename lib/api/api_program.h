// The program that answers the calls of other programs: api.fcgi.
#pragma once

#include <filesystem>
#include <memory>

#include "web/program.h"
#include "web/request_counters.h"

namespace spaconf::api {

/// Answers calls below /api/v1 of clients with a bearer token or a certificate; the user that the
/// web server authenticated counts for nothing. Throws Misconfigured. `counters` outlive it.
std::unique_ptr<web::Program> make_api_program(const std::filesystem::path& config,
                                               web::RequestCounters& counters);

}  // namespace spaconf::api
