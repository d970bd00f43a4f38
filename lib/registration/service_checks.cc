// The table of service checks.
#include "registration/service_checks.h"

#include <exception>

#include "base/text.h"
#include "store/cluster_warnings.h"
#include "store/durability.h"
#include "store/schema.h"

namespace spaconf {
namespace {

std::string database_sentence(sql::Connection& database) {
  require_schema(database);
  const std::string version = "schema version " + std::to_string(schema_version());
  return database.is_cluster() ? version + ", on " + database.host() : version;
}

std::string database_warning(sql::Connection& database) {
  if (database.is_cluster()) return joined(cluster_warnings(database), "; ");
  return durability_warning(database, "database", "registrations");
}

std::string exchange_warning(sql::Connection& database, Exchange& exchange) {
  if (!exchange.supports_transactions()) {
    return exchange.database().is_cluster()
               ? "exchange: not all of its tables are InnoDB, and Galera copies only those to the"
                 " other hosts of the cluster"
               : "";
  }
  const bool is_other = &exchange.database() != &database;
  return is_other ? durability_warning(exchange.database(), "exchange", "accounts") : "";
}

}  // namespace

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
  checks.push_back({"database", [&] { return database_sentence(database); },
                    [&] { return database_warning(database); }});
  checks.push_back({"exchange", [&] { return exchange.check(); },
                    [&] { return exchange_warning(database, exchange); }});
  checks.push_back({"directory", [&] { return directory.check(); }});
  return checks;
}

}  // namespace spaconf
