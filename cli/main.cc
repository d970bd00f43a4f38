// spaconf: what is done at a shell, or by a service manager.
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
    {"back", "make a phone what it was once", cli::change},
    {"check-config", "say whether the configuration is good", cli::check_config},
    {"edit", "change what a phone is called, shows and may do", cli::change},
    {"export", "write all phones as a table", cli::export_phones},
    {"history", "tell what a phone was", cli::history},
    {"import", "register and change phones as a table says", cli::import_phones},
    {"initial-profiles", "write what new phones ask for first", cli::initial_profiles},
    {"migrate", "create our tables, or bring them up to date", cli::migrate},
    {"move", "give a phone to another person", cli::change},
    {"password", "give a phone's lines new passwords", cli::change},
    {"profile", "show a phone's profile, or what would change in it", cli::profile},
    {"reconcile", "compare everything with our rows, and mend it", cli::reconcile},
    {"refresh", "read a phone's person from the directory again", cli::change},
    {"regenerate", "write every profile anew that is not as it should be", cli::regenerate},
    {"replace", "another box for the same person", cli::change},
    {"resync", "tell a phone to fetch its profile now", cli::resync},
    {"retire", "take a phone out of use", cli::change},
    {"review", "find the phones of people who have left or changed", cli::review},
    {"show", "tell what is known of a phone", cli::show},
    {"worker", "hand in tickets, write profiles that had to wait", cli::worker},
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
