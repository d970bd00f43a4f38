// spaconf show and history: prints a phone, and its earlier versions.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/config.h"
#include "base/json.h"
#include "base/local_time.h"
#include "base/translation.h"
#include "commands.h"
#include "find_phone.h"
#include "print.h"
#include "registration/differences.h"
#include "registration/missing_version.h"
#include "registration/services.h"

namespace spaconf::cli {
namespace {

using Json = nlohmann::json;

struct Options {
  std::string phone;
  bool json = false;
};

Run runs(CLI::App& app, int (*run)(const Options&)) {
  auto options = std::make_shared<Options>();
  app.add_option("phone", options->phone, _("MAC address or reference"))->required();
  app.add_flag("--json", options->json, _("print JSON for programs"));
  return [options, run] {
    if (options->json) use_language(english);
    return run(*options);
  };
}

Json json_of(const Record& record) {
  Json all = Json::parse(as_json(record.wanted, record.person));
  all["ref"] = record.ref;
  all["state"] = name(record.state);
  all["version"] = record.version;
  all["generation"] = record.generation;
  all["profile"] = name(record.profile);
  all["ticket"] = record.ticket_number;
  all["ticket_status"] = record.ticket_status;
  all["registered"] = record.created;
  all["changed"] = record.changed;
  return all;
}

/// "line 1, 1001, Jan Novák" of an object, without empty values.
std::string in_words(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_structured()) return value.dump();
  std::string text;
  for (const Json& each : value) {
    const std::string words = in_words(each);
    if (!words.empty()) text += (text.empty() ? "" : ", ") + words;
  }
  return text;
}

void print_member(const std::string& name, const Json& value) {
  std::printf("%-14s %s\n", name.c_str(), in_words(value).c_str());
}

int run_show(const Options& options) {
  const Config config(Config::usual_file());
  Services services(config);
  services.require_databases();
  Json all = json_of(find_phone(services.store, options.phone));
  if (options.json) {
    std::printf("%s", json_lines(all).c_str());
    return 0;
  }
  use_time_zone(time_zone_in(config.section("web")));
  for (const char* time : {"registered", "changed"}) {
    all[time] = local_time(all[time].get<std::string>());
  }
  for (const auto& [name, value] : all.items()) {
    if (!value.is_array()) print_member(name, value);
    for (const Json& each : value.is_array() ? value : Json::array()) print_member(name, each);
  }
  return 0;
}

/// Each version with the change that ended it, the latest first.
int run_history(const Options& options) {
  const Config config(Config::usual_file());
  Services services(config);
  services.require_databases();
  const Record record = find_phone(services.store, options.phone);
  Json all = Json::array();
  Revision next;
  next.wanted = record.wanted;
  next.person = record.person;
  const std::vector<Revision> revisions = services.store.revisions.of(record);
  for (const Revision& former : revisions) {
    Json what = Json::array();
    for (const Difference& each :
         differences(former.wanted, former.person, next.wanted, next.person)) {
      what.push_back(each.sentence());
    }
    all.push_back({{"version", former.version},
                   {"since", former.since},
                   {"until", former.until},
                   {"by", former.actor},
                   {"how", former.action},
                   {"what", what}});
    next = former;
  }
  if (options.json) {
    std::printf("%s", json_lines(all).c_str());
    return 0;
  }
  use_time_zone(time_zone_in(config.section("web")));
  const auto time = [](const Json& utc) { return local_time(utc.get<std::string>()); };
  std::printf("%d  %s\n", record.version,
              sentence(_("since {time}"), {{"time", local_time(record.changed)}}).c_str());
  for (const Json& each : all) {
    const std::string span = sentence(_("{since} to {until}, then {action} by {user}"),
                                      {{"since", time(each["since"])},
                                       {"until", time(each["until"])},
                                       {"action", each["how"].get<std::string>()},
                                       {"user", each["by"].get<std::string>()}});
    std::printf("%d  %s\n", each["version"].get<int>(), span.c_str());
    for (const Json& what : each["what"]) {
      std::printf("   %s\n", what.get<std::string>().c_str());
    }
  }
  const std::string missing = missing_versions(record, revisions);
  if (!missing.empty()) print_line(missing);
  return 0;
}

}  // namespace

Run show(CLI::App& app) { return runs(app, run_show); }

Run history(CLI::App& app) { return runs(app, run_history); }

}  // namespace spaconf::cli
