// spaconf: runs a subcommand and turns exceptions into messages and exit codes.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <map>

#include "base/error.h"
#include "base/log.h"
#include "base/process.h"
#include "base/translation.h"
#include "commands.h"
#include "registration/actions.h"

namespace {

using namespace spaconf;

struct Subcommand {
  std::string_view name, what;
  cli::Run (*prepare)(CLI::App& app);
};

/// Those that are not an action of registration/actions.h.
constexpr Subcommand subcommands[] = {
    {"adopt", N_("register the phones of a folder of profiles from before"), cli::adopt},
    {"check-config", N_("check the configuration"), cli::check_config},
    {"check-dialect", N_("try a dialect's statements on the exchange"), cli::check_dialect},
    {"doctor", N_("find what keeps an installation from working"), cli::doctor},
    {"export", N_("write all phones as a table"), cli::export_phones},
    {"grants", N_("print the database users and their privileges as SQL"), cli::grants},
    {"history", N_("list a phone's versions"), cli::history},
    {"import", N_("register and change phones from a table"), cli::import_phones},
    {"initial-profiles", N_("write the initial profiles of new phones"), cli::initial_profiles},
    {"migrate", N_("create or upgrade spaconf's tables"), cli::migrate},
    {"nodes", N_("list the machines with a TFTP folder"), cli::nodes},
    {"profile", N_("show a phone's profile, or what would change in it"), cli::profile},
    {"reconcile", N_("check consistency and repair it"), cli::reconcile},
    {"regenerate", N_("rewrite outdated profiles"), cli::regenerate},
    {"rekey", N_("encrypt all stored passwords with the new key"), cli::rekey},
    {"resync", N_("make a phone fetch its profile now"), cli::resync},
    {"review", N_("find the phones of people who have left or changed"), cli::review},
    {"setup", N_("ask for the settings, try and write them"), cli::setup},
    {"show", N_("show everything known about a phone"), cli::show},
    {"token", N_("manage the API's clients and their tokens"), cli::token},
    {"worker", N_("process pending tickets and profiles"), cli::worker},
};

/// All subcommands in the order of their names.
std::vector<Subcommand> all_subcommands() {
  std::vector<Subcommand> all(std::begin(subcommands), std::end(subcommands));
  for (const Action& each : actions) all.push_back({each.name, each.brief, cli::change});
  std::ranges::sort(all, {}, &Subcommand::name);
  return all;
}

/// sysexits.h: the user is invited to retry.
constexpr int exit_try_again = 75;

}  // namespace

int main(int argc, char** argv) try {
  protect_memory();
  // If the process that started us ignores it, no child could tell us how it ended.
  std::signal(SIGCHLD, SIG_DFL);
  use_language(language_of_environment());
  CLI::App app(_("Phone provisioning: account, profile, ticket."), "spaconf");
  app.require_subcommand(1);
  app.footer(sentence(_("The configuration is $SPACONF_CONFIG, else {file}."),
                      {{"file", SYSCONFDIR "/spaconf/spaconf.conf"}}));
  std::map<const CLI::App*, cli::Run> runs;
  for (const Subcommand& each : all_subcommands()) {
    CLI::App* sub = app.add_subcommand(std::string(each.name), _(each.what));
    runs[sub] = each.prepare(*sub);
  }
  CLI11_PARSE(app, argc, argv);
  return runs.at(app.get_subcommands().front())();
} catch (const Misconfigured& error) {
  log_fatal(error.what());
  return exit_misconfigured;
} catch (const Unavailable& error) {
  log_fatal(std::string("spaconf: ") + error.what());
  return exit_try_again;
} catch (const std::exception& error) {
  log_fatal(std::string("spaconf: ") + error.what());
  return 1;
}
