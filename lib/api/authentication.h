// Finds the client of a request by its bearer token or its certificate.
#pragma once

#include "api/problem.h"
#include "store/store.h"
#include "web/message.h"

namespace spaconf::api {

/// The client with the token of "Bearer spaconf_…" or, in a request without the header
/// Authorization, with the certificate; stores that it is used. Throws Refusal: 401 for a missing
/// or wrong token and an unknown certificate, 403 for a client that may not connect from this
/// address, 429 for a wrong token after ten others within a minute from this address. Source: RFC
/// 6750.
Client authenticated_client(Store& store, const web::Request& request);

}  // namespace spaconf::api
