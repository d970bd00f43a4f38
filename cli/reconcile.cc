// spaconf reconcile: is everything as our rows say? --repair mends what is ours, --rebuild
// recreates the TFTP folder.
#include "reconcile/reconcile.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/config.h"
#include "commands.h"
#include "progress.h"
#include "invoking_user.h"

namespace spaconf::cli {
namespace {

using Json = nlohmann::json;

struct Options {
  bool check = false, repair = false, rebuild = false, json = false, without_desk = false;
};

constexpr int exit_differences = 1, exit_not_looked_at = 2;

void print(const Mismatch& mismatch, bool repairs) {
  const char* when = mismatch.kind.is_left ? "left: " : repairs ? "" : "--repair: ";
  const std::string remedy = repairs && !mismatch.kind.is_left && !mismatch.mended
                                 ? "not yet; the log says why"
                                 : when + std::string(mismatch.kind.remedy);
  std::printf("%-21s %s: %s (%s)\n", std::string(mismatch.kind.name).c_str(), mismatch.what.c_str(),
              mismatch.sentence.c_str(), remedy.c_str());
}

Json json_of(const Mismatch& mismatch) {
  return {{"kind", mismatch.kind.name},    {"what", mismatch.what},
          {"sentence", mismatch.sentence}, {"remedy", mismatch.kind.remedy},
          {"left", mismatch.kind.is_left}, {"mended", mismatch.mended}};
}

/// Also in a list that is all of JSON, what was not looked at must not be missed.
Json json_of_gap(const std::string& why) {
  return {{"kind", "not-looked-at"},
          {"what", why.substr(0, why.find(':'))},
          {"sentence", why},
          {"remedy", ""},
          {"left", true},
          {"mended", false}};
}

void print_summary(const Reconciled& done, bool repairs) {
  for (const std::string& each : done.not_looked_at) {
    std::printf("%-21s %s\n", "not-looked-at", each.c_str());
  }
  std::string text =
      std::to_string(done.found) + (done.found == 1 ? " difference" : " differences");
  if (repairs) text += ", " + std::to_string(done.mended) + " mended";
  if (!done.not_looked_at.empty()) text += "; not everything could be looked at";
  std::printf("%s\n", text.c_str());
}

int run(const Options& options) {
  const std::string actor = whoever_runs_this();
  if (options.rebuild) return show_regeneration({.actor = actor}, rebuild);
  const Config config(Config::usual_file());
  Services services(config);
  const auto desk = options.without_desk ? nullptr : make_desk(config.section("ticket"));
  Reconciliation wish{.actor = actor, .repairs = options.repair};
  Json all = Json::array();
  wish.on_mismatch = [&](const Mismatch& mismatch) {
    options.json ? all.push_back(json_of(mismatch)) : print(mismatch, options.repair);
  };
  const Reconciled done = spaconf::reconcile(services, desk.get(), wish);
  if (options.json) {
    for (const std::string& each : done.not_looked_at) all.push_back(json_of_gap(each));
    std::printf("%s\n", all.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
  } else {
    print_summary(done, options.repair);
  }
  if (!done.not_looked_at.empty()) return exit_not_looked_at;
  return done.found > done.mended ? exit_differences : 0;
}

}  // namespace

Run reconcile(CLI::App& app) {
  auto options = std::make_shared<Options>();
  auto check =
      app.add_flag("--check", options->check, "say what is not as it should be: the default");
  auto repair = app.add_flag("--repair", options->repair, "mend what is ours and certain");
  auto rebuild =
      app.add_flag("--rebuild", options->rebuild, "recreate the TFTP folder from the database");
  auto json = app.add_flag("--json", options->json, "print it for programs");
  auto without = app.add_flag("--without-desk", options->without_desk, "do not ask for tickets");
  check->excludes(repair)->excludes(rebuild);
  rebuild->excludes(repair)->excludes(json)->excludes(without);
  app.footer("Exit code: 0 nothing is left, 1 something is, 2 not everything could be looked at.");
  return [options] { return run(*options); };
}

}  // namespace spaconf::cli
