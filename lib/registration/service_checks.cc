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

std::vector<Check> checks_of(Services& services) {
  return {
      {"folder", [&] { return services.tftp_folder.check(); }},
      {"database",
       [&] {
         require_schema(services.database);
         return "schema version " + std::to_string(schema_version());
       }},
      {"exchange", [&] { return services.exchange.check(); }},
      {"directory", [&] { return services.directory->check(); }},
  };
}

}  // namespace spaconf
