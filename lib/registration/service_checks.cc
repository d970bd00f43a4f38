// The table of service checks.
#include "registration/service_checks.h"

#include <exception>

#include "store/durability.h"
#include "store/schema.h"

namespace spaconf {

CheckResult Check::run() const {
  try {
    const std::string sentence = ask();
    return {true, sentence, warn ? warn() : ""};
  } catch (const std::exception& error) {
    return {false, error.what(), ""};
  }
}

std::vector<Check> checks_of(const TftpFolder& folder, sql::Connection& database,
                             Exchange& exchange, Directory& directory) {
  std::vector<Check> checks;
  if (folder.is_written()) checks.push_back({"folder", [&] { return folder.check(); }});
  checks.push_back({"database",
                    [&] {
                      require_schema(database);
                      return "schema version " + std::to_string(schema_version());
                    },
                    [&] { return durability_warning(database, "database", "registrations"); }});
  checks.push_back({"exchange", [&] { return exchange.check(); },
                    [&] {
                      const bool is_other =
                          &exchange.database() != &database && exchange.supports_transactions();
                      return is_other
                                 ? durability_warning(exchange.database(), "exchange", "accounts")
                                 : "";
                    }});
  checks.push_back({"directory", [&] { return directory.check(); }});
  return checks;
}

}  // namespace spaconf
