// Writes the members of a registration under the names that a body has them.
#include "api/phone_json.h"

#include <nlohmann/json.hpp>

#include "base/json.h"

namespace spaconf::api {
namespace {

using Json = nlohmann::json;

Json lines_of(const Record& record, const std::string& domain) {
  Json lines = Json::array();
  for (const Line& line : record.wanted.lines) {
    Json each = {{"position", line.position},
                 {"user", line.user},
                 {"domain", domain},
                 {"display", line.display},
                 {"permissions", line.permissions.value_or(std::vector<std::string>())},
                 {"account_state", name(line.account_state)}};
    if (!line.account_reason.empty()) each["account_reason"] = line.account_reason;
    lines.push_back(std::move(each));
  }
  return lines;
}

Json profile_of(Api& api, const Record& record) {
  Json profile = {{"state", name(record.profile)}};
  if (!record.profile_reason.empty()) profile["reason"] = record.profile_reason;
  if (record.wanted.mac && record.profile != ProfileState::none) {
    profile["file"] = api.services.publisher.path_of(*record.wanted.mac);
  }
  for (const NodeBehind& each : api.services.store.profile_nodes.behind(record.wanted.mac)) {
    profile["nodes_behind"].push_back(each.node);
  }
  return profile;
}

Json ticket_of(const Api& api, const Record& record) {
  Json ticket = {{"state", name(record.ticket)}};
  if (record.ticket_number == 0) return ticket;
  ticket["number"] = record.ticket_number;
  ticket["status"] = record.ticket_status;
  ticket["is_settled"] = record.ticket_is_settled;
  ticket["url"] = api.ticket_address(record.ticket_number);
  return ticket;
}

}  // namespace

Json settings_json(const Registration& phone) {
  Json settings = Json::object();
  for (const Setting& each : phone.settings) settings[each.name] = each.value;
  return settings;
}

Json phone_json(Api& api, const Record& record) {
  const Registration& phone = record.wanted;
  return {{"ref", record.ref},
          {"state", name(record.state)},
          {"version", record.version},
          {"login", phone.login},
          {"person", {{"name", record.person.name}, {"room", record.person.room}}},
          {"model", phone.model->name},
          {"mac", phone.mac ? Json(phone.mac->plain()) : Json()},
          {"serial", phone.serial},
          {"hostname", phone.hostname},
          {"inventory", phone.inventory},
          {"lines", lines_of(record, api.services.exchange.domain())},
          {"settings", settings_json(phone)},
          {"profile", profile_of(api, record)},
          {"ticket", ticket_of(api, record)},
          {"registered_by", record.actor},
          {"registered", timestamp(record.created)},
          {"changed", timestamp(record.changed)}};
}

Json phone_json_with_passwords(Api& api, const RecordWithPasswords& record,
                               const std::set<int>& positions) {
  Json all = phone_json(api, record);
  for (std::size_t i = 0; i < record.wanted.lines.size(); ++i) {
    const Line& line = record.wanted.lines[i];
    if (positions.contains(line.position)) all["lines"][i]["password"] = line.password.reveal();
  }
  return all;
}

bool needs_password(const Record& record) {
  return !record.wanted.model->is_hardware() && record.version == 1;
}

Json representation(Api& api, const SealedRecord& record) {
  if (!needs_password(record)) return phone_json(api, record);
  return phone_json_with_passwords(api, api.services.store.password_seal.opened(record),
                                   api.services.store.lines.with_first_password(record.id));
}

std::string entity_tag(const Record& record) {
  return "\"" + std::to_string(record.version) + "\"";
}

}  // namespace spaconf::api
