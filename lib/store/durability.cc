// Reads how the database server commits.
#include "store/durability.h"

namespace spaconf {

std::string flush_setting(sql::Connection& database) {
  return database.query("SELECT @@GLOBAL.innodb_flush_log_at_trx_commit").at(0).text(0);
}

std::string durability_warning(sql::Connection& database, const std::string& service,
                               const std::string& what) {
  const std::string found = flush_setting(database);
  if (found == safe_flush_setting) return "";
  return service + ": innodb_flush_log_at_trx_commit is " + found +
         ", so a crash of its machine may lose " + what + " that were acknowledged; set it to 1";
}

}  // namespace spaconf
