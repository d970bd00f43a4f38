// Finds the client of a request by its bearer token.
#pragma once

#include <string_view>

#include "api/problem.h"
#include "store/store.h"

namespace spaconf::api {

/// The client with the token of "Bearer spaconf_…"; stores that it is used. Throws Refusal: 401 for
/// a missing or wrong token, 403 for a client that may not connect from this address, 429 for a
/// wrong token after ten others within a minute from this address. Source: RFC 6750.
Client authenticated_client(Store& store, std::string_view authorization_header,
                            std::string_view remote_address);

}  // namespace spaconf::api
