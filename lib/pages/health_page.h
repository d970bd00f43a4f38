// Health checks for load balancers and monitoring.
#pragma once

#include "pages/site.h"

namespace spaconf {

/// Touches no other service.
web::Response health_page(Site& site, const web::Request& request);

/// Asks every service that this program uses; JSON with each answer, 503 when one is missing. Only
/// submit.fcgi writes to the TFTP folder and asks for it.
web::Response ready_page(Site& site, const web::Request& request);

}  // namespace spaconf
