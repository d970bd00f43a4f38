// Reads how the database server commits.
#include "store/durability.h"

namespace spaconf {

std::string durability_warning(sql::Connection& database, const std::string& service,
                               const std::string& what) {
  const auto rows = database.query("SELECT @@GLOBAL.innodb_flush_log_at_trx_commit");
  const std::string found = rows.at(0).text(0);
  if (found == "1") return "";
  return service + ": innodb_flush_log_at_trx_commit is " + found +
         ", so a crash of its machine may lose " + what + " that were acknowledged; set it to 1";
}

}  // namespace spaconf
