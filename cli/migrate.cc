// spaconf migrate: our tables, created or brought up to date.
#include <cstdio>

#include "base/config.h"
#include "commands.h"
#include "registration/schema.h"

namespace spaconf::cli {

Run migrate(CLI::App&) {
  return [] {
    sql::Connection database(Config(Config::usual_file()).section("database"));
    spaconf::migrate(database, [](const std::string& step) {
      std::printf("%s\n", step.c_str());
      std::fflush(stdout);
    });
    std::printf("The database is at version %d.\n", schema_version());
    return 0;
  };
}

}  // namespace spaconf::cli
