// Whether the services that a program uses respond, for load balancers.
#pragma once

#include <string>

#include "registration/services.h"

namespace spaconf {

struct Readiness {
  bool is_ready;     ///< All services respond and fit
  std::string json;  ///< {"services": {"database": {"ok": true, "found": "…"}, …}}
};

/// Asks every service that the program uses. Only form.fcgi does not write to the TFTP folder and
/// does not ask for it. A service that can be used, but not safely, also has a "warning".
Readiness readiness_of(Services& services);

}  // namespace spaconf
