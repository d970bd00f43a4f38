// Combines a registration with what the exchange and the logs say of its phone.
#include "api/show_call.h"

#include <nlohmann/json.hpp>

#include "api/json_response.h"
#include "api/phone_json.h"
#include "status/phone_observations.h"

namespace spaconf::api {
namespace {

using Json = nlohmann::json;

Json status_json(const Record& record, const PhoneObservations& seen) {
  const Status status = status_of(record, seen);
  const auto is_online = seen.is_online();
  Json all = {{"label", status.kind.label},
              {"tone", name(status.kind.tone)},
              {"sentence", status.sentence},
              {"is_online", is_online ? Json(*is_online) : Json()}};
  if (!status.next.empty()) all["next"] = status.next;
  if (seen.fetched) all["profile_fetched"] = timestamp(seen.fetched->at);
  return all;
}

/// Adds to each line whether the exchange has its account, null when it does not answer, and
/// returns the contacts of all; empty when it does not answer.
std::optional<std::vector<Contact>> add_accounts(Json& lines, Exchange& exchange,
                                                 const Record& record) {
  std::vector<Contact> all;
  const bool answers = exchange.ask([&] {
    for (std::size_t i = 0; i < record.wanted.lines.size(); ++i) {
      const std::string& user = record.wanted.lines[i].user;
      lines[i]["is_on_exchange"] = exchange.has(user);
      const auto contacts = exchange.online(user);
      all.insert(all.end(), contacts.begin(), contacts.end());
    }
  });
  if (answers) return all;
  for (Json& line : lines) line["is_on_exchange"] = nullptr;
  return {};
}

}  // namespace

SealedRecord record_in_path(const Call& call) {
  call.api.services.require_databases();
  return registration_named(call.api, call.part(1));
}

SealedRecord registration_named(Api& api, const std::string& ref) {
  auto record = api.services.store.registrations.find(ref);
  if (!record) throw Refusal(404, "There is no registration " + ref + ".");
  return std::move(*record);
}

web::Response show_call(const Call& call) {
  call.refuse_parameters();
  return shown(call, record_in_path(call));
}

web::Response shown(const Call& call, const Record& record) {
  Services& services = call.api.services;
  Json all = phone_json(call.api, record);
  const auto contacts = add_accounts(all["lines"], services.exchange, record);
  all["status"] =
      status_json(record, observe(services.store.observations, services.fetches, record, contacts));
  return json_response(all, 200, {{"ETag", entity_tag(record)}});
}

}  // namespace spaconf::api
