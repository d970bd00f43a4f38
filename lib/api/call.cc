// Reads the parts of a call.
#include "api/call.h"

#include <algorithm>

#include "api/contract.h"
#include "base/text.h"
#include "registration/idempotency.h"
#include "web/fields.h"

namespace spaconf::api {
namespace {

/// The width of its column.
constexpr std::size_t longest_key = 64;

bool is_visible(char c) { return c > ' ' && c < '\x7f'; }

}  // namespace

Api::Api(const Config& config)
    : base_path(web::base_path_in(config.section("web")) + "/api/v1"),
      places(config.section("web")),
      services(config, "api"),
      ticket_address(make_ticket_address(config.section("ticket"))),
      contract(contract_below(base_path, services.templates)) {}

std::string Call::part(int index) const {
  const auto parts = split(request.path.substr(1), '/');
  return std::size_t(index) < parts.size() ? parts[std::size_t(index)] : "";
}

void Call::require(Scope scope) const {
  if (client.may(scope)) return;
  throw Refusal(403,
                "The client " + client.name + " lacks the scope " + std::string(name(scope)) + ".");
}

void Call::refuse_parameters() const {
  const Fields query = web::query_fields(request);
  for (const auto& [name, value] : query.all()) {
    throw Refusal(400, "This call has no parameter " + name + ".");
  }
}

std::string Call::idempotency_key() const {
  std::string key = request.idempotency_key;
  // The header is a quoted string in the IETF's draft, and a bare word in most programs.
  if (key.size() >= 2 && key.front() == '"' && key.back() == '"')
    key = key.substr(1, key.size() - 2);
  const bool is_empty = key.empty() && !request.idempotency_key.empty();
  if (is_empty || key.size() > longest_key || !std::ranges::all_of(key, is_visible)) {
    throw Refusal(400, "An Idempotency-Key has 1 to 64 visible ASCII characters.");
  }
  return key;
}

std::optional<std::string> Call::earlier_ref(const std::string& key,
                                             const std::string& fingerprint) const {
  RequestKey claim{
      .actor = key_owner(), .key = key, .fingerprint = fingerprint, .ref = {}, .mac = {}};
  if (key.empty() || !was_carried_out(api.services.store, claim)) return {};
  return claim.ref;
}

std::string path_of(const Api& api, const std::string& ref) {
  return api.base_path + "/registrations/" + ref;
}

}  // namespace spaconf::api
