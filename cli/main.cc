// spaconf: runs a subcommand and turns exceptions into messages and exit codes.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>

#include "base/error.h"
#include "base/process.h"
#include "commands.h"

namespace {

using namespace spaconf;

struct Subcommand {
  const char* name;
  const char* what;
  cli::Run (*prepare)(CLI::App& app);
};

constexpr Subcommand subcommands[] = {
    {"back", "restore an earlier version", cli::change},
    {"check-config", "check the configuration", cli::check_config},
    {"edit", "change a phone's names, lines, permissions and settings", cli::change},
    {"export", "write all phones as a table", cli::export_phones},
    {"history", "list a phone's versions", cli::history},
    {"import", "register and change phones from a table", cli::import_phones},
    {"initial-profiles", "write the initial profiles of new phones", cli::initial_profiles},
    {"migrate", "create or upgrade spaconf's tables", cli::migrate},
    {"move", "give a phone to another person", cli::change},
    {"password", "set new SIP passwords", cli::change},
    {"profile", "show a phone's profile, or what would change in it", cli::profile},
    {"reconcile", "check consistency and repair it", cli::reconcile},
    {"refresh", "update a phone's person from the directory", cli::change},
    {"regenerate", "rewrite outdated profiles", cli::regenerate},
    {"replace", "replace the device, keep person and accounts", cli::change},
    {"resync", "make a phone fetch its profile now", cli::resync},
    {"retire", "take a phone out of use", cli::change},
    {"review", "find the phones of people who have left or changed", cli::review},
    {"show", "show everything known about a phone", cli::show},
    {"worker", "process pending tickets and profiles", cli::worker},
};

/// sysexits.h: the user is invited to retry.
constexpr int exit_try_again = 75;

}  // namespace

int main(int argc, char** argv) try {
  protect_memory();
  CLI::App app("Phone provisioning: account, profile, ticket.", "spaconf");
  app.require_subcommand(1);
  app.footer("The configuration is $SPACONF_CONFIG, else " SYSCONFDIR "/spaconf/spaconf.conf.");
  std::map<const CLI::App*, cli::Run> runs;
  for (const Subcommand& each : subcommands) {
    CLI::App* sub = app.add_subcommand(each.name, each.what);
    runs[sub] = each.prepare(*sub);
  }
  CLI11_PARSE(app, argc, argv);
  return runs.at(app.get_subcommands().front())();
} catch (const Misconfigured& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return exit_misconfigured;
} catch (const Unavailable& error) {
  std::fprintf(stderr, "spaconf: %s\n", error.what());
  return exit_try_again;
} catch (const std::exception& error) {
  std::fprintf(stderr, "spaconf: %s\n", error.what());
  return 1;
}
