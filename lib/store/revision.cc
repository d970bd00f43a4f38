// Converts a registration to JSON and back.
// JSON, since the past is looked at and gone back to as a whole, and never searched.
#include "store/revision.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace spaconf {
namespace {

using Json = nlohmann::json;
using Permissions = std::vector<std::string>;

/// Members of a person that are told by name.
constexpr std::pair<const char*, std::string Person::*> members[] = {
    {"name", &Person::name},
    {"mail", &Person::mail},
    {"telephone", &Person::telephone},
    {"room", &Person::room},
    {"department", &Person::department},
};

}  // namespace

std::string as_json(const Registration& wanted, const Person& person) {
  Json lines = Json::array(), settings = Json::array(), who = Json::object();
  for (const Line& line : wanted.lines) {
    lines.push_back({{"position", line.position}, {"user", line.user}, {"display", line.display}});
    if (line.permissions) lines.back()["permissions"] = *line.permissions;
  }
  for (const Setting& each : wanted.settings) {
    settings.push_back({each.name, each.value});
    if (each.is_unchecked) settings.back().push_back("unchecked");
  }
  for (const auto& [name, member] : members) who[name] = person.*member;
  const Json all = {{"login", wanted.login},
                    {"model", wanted.model->name},
                    {"mac", wanted.mac ? wanted.mac->plain() : ""},
                    {"serial", wanted.serial},
                    {"hostname", wanted.hostname},
                    {"inventory", wanted.inventory},
                    {"lines", lines},
                    {"settings", settings},
                    {"person", who}};
  return all.dump();
}

void read_json(std::string_view text, Registration& wanted, Person& person) try {
  const Json all = Json::parse(text);
  wanted.login = person.login = all.at("login");
  wanted.model = find_model(all.at("model").get<std::string>());
  if (!wanted.model) throw std::runtime_error("unknown model");
  wanted.mac = Mac::parse(all.at("mac").get<std::string>());
  wanted.serial = all.at("serial");
  wanted.hostname = all.at("hostname");
  wanted.inventory = all.at("inventory");
  for (const Json& each : all.at("lines")) {
    Line line{.position = each.at("position"),
              .user = each.at("user"),
              .password = {},
              .display = each.at("display")};
    if (each.contains("permissions")) line.permissions = each.at("permissions").get<Permissions>();
    wanted.lines.push_back(std::move(line));
  }
  // They used to be written once for the phone, and were those of its first account.
  if (all.contains("permissions") && !wanted.lines.empty()) {
    wanted.lines.front().permissions = all.at("permissions").get<Permissions>();
  }
  for (const Json& each : all.at("settings")) {
    wanted.settings.push_back({each.at(0), each.at(1), each.size() > 2});
  }
  for (const auto& [name, member] : members) person.*member = all.at("person").at(name);
} catch (const std::exception& error) {
  throw std::runtime_error(std::string("revision: ") + error.what());
}

}  // namespace spaconf
