// GET /readyz and /metrics: reports whether the services respond, and how many requests were
// answered.
#include "api/monitoring_call.h"

#include "base/metrics_text.h"
#include "status/readiness.h"

namespace spaconf::api {

web::Response ready_call(const Call& call) {
  const Readiness readiness = readiness_of(call.api.services);
  return {.status = readiness.is_ready ? 200 : 503,
          .type = "application/json",
          .body = readiness.json,
          .headers = {}};
}

web::Response metrics_call(const Call& call) {
  MetricsText metrics;
  call.api.write_request_metrics(metrics);
  return {.type = metrics_type, .body = metrics.text(), .headers = {}};
}

}  // namespace spaconf::api
