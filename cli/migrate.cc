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
    std::printf("%d passwords were encrypted with the derived key.\n", resealed.count);
  }
  for (const std::string& account : resealed.unopened) {
    std::fprintf(stderr, "spaconf: %s: [database] key_file cannot decrypt the password\n",
                 account.c_str());
  }
  return resealed.unopened.empty() ? 0 : 1;
}

}  // namespace

Run migrate(CLI::App&) {
  return [] {
    const Config config(Config::usual_file());
    const Section section = config.section("database");
    const Secret key = section.key("key_file");
    sql::Connection database(section, "migrate");
    spaconf::migrate(database, [](const std::string& step) {
      std::printf("%s\n", step.c_str());
      std::fflush(stdout);
    });
    std::printf("The database is at version %d.\n", schema_version());
    return print(reseal_passwords(database, key));
  };
}

}  // namespace spaconf::cli
