// The table of service checks.
#include "registration/service_checks.h"

#include <exception>

#include "store/schema.h"

namespace spaconf {

CheckResult Check::run() const {
  try {
    return {true, ask()};
  } catch (const std::exception& error) {
    return {false, error.what()};
  }
}

std::vector<Check> checks_of(const TftpFolder& folder, sql::Connection& database,
                             Exchange& exchange, Directory& directory) {
  return {
      {"folder", [&] { return folder.check(); }},
      {"database",
       [&] {
         require_schema(database);
         return "schema version " + std::to_string(schema_version());
       }},
      {"exchange", [&] { return exchange.check(); }},
      {"directory", [&] { return directory.check(); }},
  };
}

}  // namespace spaconf
