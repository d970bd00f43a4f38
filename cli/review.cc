// spaconf review: lists phones whose person has left the directory or changed there.
#include "registration/review.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/config.h"
#include "base/json.h"
#include "base/translation.h"
#include "commands.h"
#include "print.h"
#include "registration/services.h"

namespace spaconf::cli {
namespace {

/// The subcommand that solves it; empty when there is none.
std::string action_for(const Discrepancy& discrepancy) {
  return std::string(discrepancy.action() ? discrepancy.action()->name : "");
}

void print(const DirectoryDiscrepancy& found) {
  const std::string& ref = found.phone.ref;
  for (const std::string& sentence : found.discrepancy.sentences) {
    std::printf("%s  %s: %s\n", ref.c_str(), found.phone.wanted.login.c_str(), sentence.c_str());
  }
  const std::string action = action_for(found.discrepancy);
  if (!action.empty()) std::printf("%s  spaconf %s %s\n", ref.c_str(), action.c_str(), ref.c_str());
}

void print_json(const ReviewResult& reviewed) {
  using Json = nlohmann::json;
  Json phones = Json::array();
  for (const DirectoryDiscrepancy& each : reviewed.discrepancies) {
    phones.push_back({{"ref", each.phone.ref},
                      {"login", each.phone.wanted.login},
                      {"name", each.phone.person.name},
                      {"kind", each.discrepancy.name()},
                      {"sentences", each.discrepancy.sentences},
                      {"action", action_for(each.discrepancy)}});
  }
  const Json all = {{"looked_at", reviewed.looked_at}, {"phones", phones}};
  std::printf("%s", json_lines(all).c_str());
}

}  // namespace

Run review(CLI::App& app) {
  auto json = std::make_shared<bool>(false);
  app.add_flag("--json", *json, _("print JSON for programs"));
  return [json] {
    if (*json) use_language(english);
    Services services{Config(Config::usual_file())};
    services.require_databases();
    const ReviewResult reviewed =
        spaconf::review(*services.directory, services.store.phone_search, {});
    if (*json) {
      print_json(reviewed);
    } else {
      for (const DirectoryDiscrepancy& each : reviewed.discrepancies) print(each);
      print_line(counted("{all} checked, {count} differs from the directory",
                         "{all} checked, {count} differ from the directory",
                         std::int64_t(reviewed.discrepancies.size()),
                         {{"all", reviewed.looked_at}}));
    }
    return reviewed.discrepancies.empty() ? 0 : 1;
  };
}

}  // namespace spaconf::cli
