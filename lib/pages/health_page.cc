// GET /healthz, /readyz and /submit/readyz: reports whether the program and its services work.
#include "pages/health_page.h"

#include "status/readiness.h"

namespace spaconf {

web::Response health_page(Site&, const web::Request&) {
  return {.type = "text/plain; charset=utf-8", .body = "ok\n", .headers = {}};
}

web::Response ready_page(Site& site, const web::Request&) {
  const Readiness readiness = readiness_of(site.services);
  return {.status = readiness.is_ready ? 200 : 503,
          .type = "application/json",
          .body = readiness.json,
          .headers = {}};
}

}  // namespace spaconf
