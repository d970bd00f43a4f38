// JSON, since the past is looked at and gone back to as a whole, and never searched.
#include "registration/past.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace spaconf {
namespace {

using Json = nlohmann::json;

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
  }
  for (const Setting& each : wanted.settings) settings.push_back({each.name, each.value});
  for (const auto& [name, member] : members) who[name] = person.*member;
  const Json all = {{"login", wanted.login},
                    {"model", wanted.model->name},
                    {"mac", wanted.mac ? wanted.mac->plain() : ""},
                    {"serial", wanted.serial},
                    {"hostname", wanted.hostname},
                    {"inventory", wanted.inventory},
                    {"permissions", wanted.permissions},
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
  wanted.permissions = all.at("permissions").get<std::vector<std::string>>();
  for (const Json& line : all.at("lines")) {
    wanted.lines.push_back({.position = line.at("position"),
                            .user = line.at("user"),
                            .password = {},
                            .display = line.at("display")});
  }
  for (const Json& each : all.at("settings")) wanted.settings.push_back({each.at(0), each.at(1)});
  for (const auto& [name, member] : members) person.*member = all.at("person").at(name);
} catch (const std::exception& error) {
  throw std::runtime_error(std::string("past: ") + error.what());
}

}  // namespace spaconf
