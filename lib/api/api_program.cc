// Finds the client and the call of a request, in the table of calls.
#include "api/api_program.h"

#include <string>
#include <string_view>
#include <vector>

#include "api/authentication.h"
#include "api/call.h"
#include "api/change_call.h"
#include "api/list_call.h"
#include "api/problem.h"
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
  std::string_view method;  ///< "GET" includes HEAD
  std::string_view path;    ///< "*" matches any single part
  Scope scope;
  Answer* answer;
};

constexpr Route routes[] = {
    {"POST", "/registrations", Scope::register_phones, register_call},
    {"GET", "/registrations", Scope::read, list_call},
    {"GET", "/registrations/*", Scope::read, show_call},
    {"PATCH", "/registrations/*", Scope::change, patch_call},
    {"POST", "/registrations/*/resync", Scope::change, resync_call},
    {"POST", "/registrations/*/*", Scope::change, action_call},
};

/// Throws web::Refused: 404 nothing has this path, 405 not with this method.
const Route& route_of(const web::Request& request) {
  std::vector<std::string> allowed;
  for (const Route& route : routes) {
    if (!web::matches_path(route.path, request.path)) continue;
    if (web::accepts_method(route.method, request.method)) return route;
    allowed.emplace_back(route.method);
  }
  if (allowed.empty()) throw web::Refused(404, "There is no such address.");
  const std::string methods = joined(allowed, ", ");
  throw web::Refused(405, "This address only accepts " + methods + ".", methods);
}

/// Throws Refusal(429) for a client that sends too many requests.
void require_within_limits(Api& api, const Client& client) {
  const auto wait = api.services.store.request_limits.take("client " + std::to_string(client.id),
                                                           api.places.api_requests_per_minute,
                                                           api.places.api_burst);
  if (!wait) return;
  throw Refusal(429, "This client has sent too many requests.",
                {{"Retry-After", std::to_string(wait->count())}});
}

class ApiProgram : public web::Program {
 public:
  explicit ApiProgram(const Config& config) : api_(config) {
    const std::string time_zone = time_zone_in(config.section("web"));
    config.section("web").leave_the_rest();
    config.refuse_unknown_keys();
    use_time_zone(time_zone);
  }

  web::Response answer(const web::Request& request) override {
    api_.services.deadline.set(request_time);
    return answer_or_problem(request, [&] { return answered(request); });
  }

  web::Response problem(const std::string& id, int status, const std::string& sentence) override {
    return api::problem(id, status, sentence);
  }

  void prepare_for_next() noexcept override { api_.services.prepare_for_next(); }

  std::string base_path() const override { return api_.base_path; }
  std::filesystem::path socket() const override { return api_.places.api.socket; }
  int workers() const override { return api_.places.api.workers; }
  std::vector<std::string> warnings() const override { return api_.services.profiles.warnings(); }

 private:
  /// The token is checked first, so that others learn nothing about addresses.
  web::Response answered(const web::Request& request) {
    Store& store = api_.services.store;
    store.require_schema();
    const Client client =
        authenticated_client(store, request.authorization, request.remote_address);
    require_within_limits(api_, client);
    const Route& route = route_of(request);
    if (!client.may(route.scope)) {
      throw Refusal(403, "The client " + client.name + " lacks the scope " +
                             std::string(name(route.scope)) + ".");
    }
    return route.answer({.api = api_, .request = request, .client = client});
  }

  Api api_;
};

}  // namespace

std::unique_ptr<web::Program> make_api_program(const std::filesystem::path& config) {
  return std::make_unique<ApiProgram>(Config(config));
}

}  // namespace spaconf::api
