// spaconf reconcile: reports differences from our rows; --repair fixes what spaconf owns, --rebuild
// recreates the TFTP folder.
#include "reconcile/reconcile.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/config.h"
#include "base/json.h"
#include "base/translation.h"
#include "commands.h"
#include "invoking_user.h"
#include "print.h"
#include "progress.h"

namespace spaconf::cli {
namespace {

using Json = nlohmann::json;

struct Options {
  bool check = false, repair = false, rebuild = false, json = false, without_tickets = false;
};

constexpr int exit_differences = 1, exit_not_checked = 2;

void print(const Finding& finding, bool repairs) {
  const bool has_failed = repairs && !finding.kind.report_only && !finding.repaired;
  const char* const when = finding.kind.report_only ? _("left: {repair}")
                           : has_failed             ? _("failed; the log has the reason")
                           : repairs                ? "{repair}"
                                                    : "--repair: {repair}";
  const std::string repair_text = sentence(when, {{"repair", _(finding.kind.repair_text)}});
  std::printf("%-21s %s: %s (%s)\n", std::string(finding.kind.name).c_str(), finding.what.c_str(),
              _(finding.sentence).c_str(), repair_text.c_str());
}

Json json_of(const Finding& finding) {
  return {{"kind", finding.kind.name},        {"what", finding.what},
          {"sentence", finding.sentence},     {"repair_text", finding.kind.repair_text},
          {"left", finding.kind.report_only}, {"repaired", finding.repaired}};
}

/// What was not checked is an entry of the JSON list too, so that no program misses it.
Json json_of_gap(const std::string& why) {
  return {{"kind", "not-checked"}, {"what", why.substr(0, why.find(':'))},
          {"sentence", why},       {"repair_text", ""},
          {"left", true},          {"repaired", false}};
}

void print_summary(const ReconcileResult& done, bool repairs) {
  for (const std::string& each : done.not_checked) {
    std::printf("%-21s %s\n", "not-checked", each.c_str());
  }
  std::string text = repairs ? counted("{count} difference, {repaired} repaired",
                                       "{count} differences, {repaired} repaired", done.found,
                                       {{"repaired", std::int64_t(done.repaired)}})
                             : counted("{count} difference", "{count} differences", done.found);
  if (!done.not_checked.empty()) {
    text = sentence(_("{counts}; not everything could be checked"), {{"counts", text}});
  }
  print_line(text);
}

int run(const Options& options) {
  const std::string actor = invoking_user();
  if (options.rebuild) return show_regeneration({.actor = actor}, rebuild);
  const Config config(Config::usual_file());
  Services services(config);
  const auto tickets =
      options.without_tickets ? nullptr : make_ticket_system(config.section("ticket"));
  ReconcileOptions wanted{.actor = actor, .repairs = options.repair};
  Json all = Json::array();
  wanted.on_finding = [&](const Finding& finding) {
    options.json ? all.push_back(json_of(finding)) : print(finding, options.repair);
  };
  const ReconcileResult done = spaconf::reconcile(services, tickets.get(), wanted);
  if (options.json) {
    for (const std::string& each : done.not_checked) all.push_back(json_of_gap(each));
    std::printf("%s", json_lines(all).c_str());
  } else {
    print_summary(done, options.repair);
  }
  if (!done.not_checked.empty()) return exit_not_checked;
  return done.found > done.repaired ? exit_differences : 0;
}

}  // namespace

Run reconcile(CLI::App& app) {
  auto options = std::make_shared<Options>();
  auto check = app.add_flag("--check", options->check, _("report differences (default)"));
  auto repair = app.add_flag("--repair", options->repair, _("fix what spaconf owns"));
  auto rebuild =
      app.add_flag("--rebuild", options->rebuild, _("recreate the TFTP folder from the database"));
  auto json = app.add_flag("--json", options->json, _("print JSON for programs"));
  auto without = app.add_flag("--without-tickets", options->without_tickets, _("skip the tickets"));
  check->excludes(repair)->excludes(rebuild);
  rebuild->excludes(repair)->excludes(json)->excludes(without);
  app.footer(
      _("Exit code: 0 no difference is left, 1 differences are left, 2 not everything could be "
        "checked."));
  return [options] { return run(*options); };
}

}  // namespace spaconf::cli
