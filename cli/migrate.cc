// spaconf migrate: creates or upgrades our tables and re-encrypts passwords.
#include <cstdio>

#include "base/config.h"
#include "commands.h"
#include "store/password_seal.h"
#include "store/schema.h"

namespace spaconf::cli {
namespace {

/// Returns the exit code.
int print(const Resealed& resealed) {
  if (resealed.count) {
    std::printf("%lld passwords were encrypted with the derived key.\n",
                static_cast<long long>(resealed.count));
  }
  for (const std::string& account : resealed.unopened) {
    std::fprintf(stderr, "spaconf: %s: no key of [database] decrypts the password\n",
                 account.c_str());
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
      std::printf("%s\n", step.c_str());
      std::fflush(stdout);
    });
    std::printf("The database is at version %d.\n", schema_version());
    return print(reseal_passwords(database, seal));
  };
}

}  // namespace spaconf::cli
