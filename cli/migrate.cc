// spaconf migrate: creates or upgrades our tables and re-encrypts passwords.
#include <cstdio>

#include "base/config.h"
#include "base/translation.h"
#include "commands.h"
#include "print.h"
#include "store/password_seal.h"
#include "store/schema.h"

namespace spaconf::cli {
namespace {

/// Returns the exit code.
int print(const Resealed& resealed) {
  if (resealed.count) {
    print_line(counted("{count} password was encrypted with the derived key.",
                       "{count} passwords were encrypted with the derived key.",
                       std::int64_t(resealed.count)));
  }
  for (const std::string& account : resealed.unopened) {
    std::fprintf(stderr, "spaconf: %s: %s\n", account.c_str(),
                 _("no key of [database] decrypts the password"));
  }
  return resealed.unopened.empty() ? 0 : 1;
}

}  // namespace

Run migrate(CLI::App&) {
  return [] {
    const Config config(Config::usual_file());
    const Section section = config.section("database");
    const PasswordSeal seal(seal_keys(section));
    sql::Connection database(section, "migrate");
    spaconf::migrate(database, [](const std::string& step) {
      print_line(step);
      std::fflush(stdout);
    });
    print_line(
        sentence(_("The database is at version {version}."), {{"version", schema_version()}}));
    return print(reseal_passwords(database, seal));
  };
}

}  // namespace spaconf::cli
