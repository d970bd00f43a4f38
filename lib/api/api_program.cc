// Finds the client and the call of a request, in the table of calls.
#include "api/api_program.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/authentication.h"
#include "api/batch_call.h"
#include "api/call.h"
#include "api/change_call.h"
#include "api/contract.h"
#include "api/events_call.h"
#include "api/list_call.h"
#include "api/monitoring_call.h"
#include "api/people_call.h"
#include "api/phone_call.h"
#include "api/problem.h"
#include "api/profile_call.h"
#include "api/register_call.h"
#include "api/resync_call.h"
#include "api/show_call.h"
#include "base/local_time.h"
#include "base/text.h"
#include "web/path_pattern.h"

namespace spaconf::api {
namespace {

/// One call: its method and path below the base path, the scope it needs, and its function.
struct Route {
  std::string_view method;     ///< "GET" includes HEAD
  std::string_view path;       ///< "*" matches any single part
  std::optional<Scope> scope;  ///< Empty: the call itself requires it
  Answer* answer;
  std::size_t largest_body = web::largest_form;  ///< In bytes
  bool is_open = false;                          ///< Needs no token
};

constexpr Route routes[] = {
    {"POST", "/registrations", Scope::register_phones, register_call},
    {"POST", "/registrations/batch", Scope::register_phones, batch_call, largest_batch},
    {"GET", "/registrations", Scope::read, list_call},
    {"GET", "/registrations/*", Scope::read, show_call},
    {"GET", "/registrations/*/profile", Scope::profile, profile_call},
    {"PATCH", "/registrations/*", Scope::change, patch_call},
    {"POST", "/registrations/*/resync", Scope::change, resync_call},
    {"POST", "/registrations/*/*", Scope::change, action_call},
    {"GET", "/phones/*", Scope::read, phone_call},
    {"PUT", "/phones/*", {}, put_call},
    {"GET", "/people/*", Scope::people, people_call},
    {"GET", "/events", Scope::events, events_call},
    {.method = "GET",
     .path = "/openapi.json",
     .scope = {},
     .answer = contract_call,
     .is_open = true},
    {.method = "GET", .path = "/readyz", .scope = {}, .answer = ready_call, .is_open = true},
    {.method = "GET", .path = "/metrics", .scope = {}, .answer = metrics_call, .is_open = true},
};

static_assert(std::size(routes) < web::RequestCounters::most_routes);

/// One past the last when there is none.
const Route* find_route(const web::Request& request) {
  return std::ranges::find_if(routes, [&](const Route& route) {
    return web::matches_path(route.path, request.path) &&
           web::accepts_method(route.method, request.method);
  });
}

/// Names the route of a request in metrics, where its path would name phones: "GET /registrations".
std::vector<std::string> labels() {
  std::vector<std::string> all;
  for (const Route& route : routes) {
    all.push_back(std::string(route.method) + " " + std::string(route.path));
  }
  all.emplace_back("none");
  return all;
}

/// Throws web::Refused: 404 nothing has this path, 405 not with this method.
[[noreturn]] void refuse_address(const web::Request& request) {
  std::vector<std::string> allowed;
  for (const Route& route : routes) {
    if (web::matches_path(route.path, request.path) &&
        std::ranges::find(allowed, route.method) == allowed.end()) {
      allowed.emplace_back(route.method);
    }
  }
  if (allowed.empty()) throw web::Refused(404, "There is no such address.");
  const std::string methods = joined(allowed, ", ");
  throw web::Refused(405, "This address only accepts {methods}.", {{"methods", methods}}, methods);
}

/// Throws Refusal(429) for a client that sends too many requests.
void require_within_limits(Api& api, const Client& client) {
  const auto wait = api.services.store.request_limits.take("client " + std::to_string(client.id),
                                                           api.places.api_requests_per_minute,
                                                           api.places.api_burst);
  if (!wait) return;
  throw Refusal(429, "The client " + client.name + " has sent too many requests.",
                {{"Retry-After", std::to_string(wait->count())}});
}

class ApiProgram : public web::Program {
 public:
  ApiProgram(const Config& config, web::RequestCounters& counters)
      : api_(config), counters_(counters) {
    const std::string time_zone = time_zone_in(config.section("web"));
    config.section("web").leave_the_rest();
    config.refuse_unknown_keys();
    use_time_zone(time_zone);
    api_.write_request_metrics = [&counters, all = labels()](MetricsText& metrics) {
      counters.write(metrics, "api", std::vector<std::string_view>(all.begin(), all.end()));
    };
  }

  std::optional<web::Response> refuse(const web::Request& head) override {
    api_.services.deadline.set(request_time);
    bool is_admitted = false;
    web::Response refusal = answer_or_problem(head, [&] {
      admit(head);
      time_left_ = api_.services.deadline.left(request_time, "database");
      is_admitted = true;
      return web::Response();
    });
    if (is_admitted) return {};
    return refusal;
  }

  web::Response answer(const web::Request& request) override {
    // The time in which the body came does not count.
    api_.services.deadline.set(time_left_);
    return answer_or_problem(request, [&] {
      return find_route(request)->answer({.api = api_, .request = request, .client = client_});
    });
  }

  web::Response problem(const std::string& id, int status, const std::string& sentence) override {
    return api::problem(id, status, sentence);
  }

  void count(const web::Request& request, int status,
             std::chrono::microseconds time) noexcept override {
    counters_.count(static_cast<std::size_t>(find_route(request) - routes), status, time);
  }

  void prepare_for_next() noexcept override { api_.services.prepare_for_next(); }

  std::string base_path() const override { return api_.base_path; }
  std::size_t largest_body(const std::string& path) const override {
    const auto matches = [&](const Route& route) { return web::matches_path(route.path, path); };
    const Route* route = std::ranges::find_if(routes, matches);
    return route == std::end(routes) ? web::largest_form : route->largest_body;
  }
  std::filesystem::path socket() const override { return api_.places.api.socket; }
  int workers() const override { return api_.places.api.workers; }
  std::vector<std::string> warnings() const override { return api_.services.profiles.warnings(); }

 private:
  /// Monitoring and the contract need no token. For all else the token is checked first, so that
  /// others learn nothing about addresses.
  void admit(const web::Request& head) {
    client_ = Client();
    const Route* const route = find_route(head);
    const bool is_known = route != std::end(routes);
    if (is_known && route->is_open) return;
    Store& store = api_.services.store;
    store.require_schema();
    client_ = authenticated_client(store, head);
    require_within_limits(api_, client_);
    if (!is_known) refuse_address(head);
    if (route->scope) Call{api_, head, client_}.require(*route->scope);
  }

  Api api_;
  // Of the present request:
  Client client_;                                      ///< Empty where it needs none
  std::chrono::milliseconds time_left_{request_time};  ///< After the check of its token
  web::RequestCounters& counters_;
};

}  // namespace

std::unique_ptr<web::Program> make_api_program(const std::filesystem::path& config,
                                               web::RequestCounters& counters) {
  return std::make_unique<ApiProgram>(Config(config), counters);
}

}  // namespace spaconf::api
