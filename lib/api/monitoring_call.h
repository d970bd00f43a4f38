// What monitoring asks of api.fcgi. The web server admits it by its address, without a token.
#pragma once

#include "api/call.h"

namespace spaconf::api {

/// GET /readyz: JSON with the answer of each service that this program uses, 503 if one is missing.
Answer ready_call;

/// GET /metrics: this program's requests, for Prometheus; touches no service.
Answer metrics_call;

}  // namespace spaconf::api
