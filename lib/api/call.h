// A call of the API: the request, its client, and the services that answer it.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "api/authentication.h"
#include "base/metrics_text.h"
#include "registration/services.h"
#include "ticket/ticket_system.h"
#include "web/message.h"
#include "web/places.h"

namespace spaconf::api {

/// The services and settings that every call may use.
struct Api {
  explicit Api(const Config& config);

  std::string base_path;  ///< "/spaconf/api/v1"
  web::Places places;
  Services services;
  TicketAddress ticket_address;
  std::string contract;  ///< See contract.h
  /// Adds the metrics of this program's requests.
  std::function<void(MetricsText&)> write_request_metrics;
};

/// One request of a known client; of an empty one for monitoring.
struct Call {
  Api& api;
  const web::Request& request;
  const Client& client;

  /// The owner of its request keys: "client:onboarding".
  std::string key_owner() const { return "client:" + client.name; }
  /// Part `index` of the path: part 1 of "/registrations/abc" is "abc". Empty when there is none.
  std::string part(int index) const;
  /// Throws Refusal(403) unless the client has this scope.
  void require(Scope scope) const;
  /// Throws Refusal(400) when the query has a parameter, for calls that have none.
  void refuse_parameters() const;
  /// The Idempotency-Key, with or without quotes; empty when there was none. Throws Refusal(400)
  /// unless it has 1 to 64 visible ASCII characters.
  std::string idempotency_key() const;
  /// The reference of the registration, if this client's request with this key was carried out
  /// before; empty for an empty key. Throws Rejected: the key was used for something else.
  std::optional<std::string> earlier_ref(const std::string& key,
                                         const std::string& fingerprint) const;
};

/// Answers a call. May throw anything, see answer_or_problem().
using Answer = web::Response(const Call& call);

/// The path of a registration, for the headers Location and Content-Location.
std::string path_of(const Api& api, const std::string& ref);

}  // namespace spaconf::api
