// The statement that purges a table.
#include "store/purge.h"

#include <string>

namespace spaconf {

std::uint64_t purge_older(sql::Connection& database, const char* table, const char* time,
                          std::chrono::days age) {
  return database.change(std::string("DELETE FROM ") + table + " WHERE " + time +
                             " < UTC_TIMESTAMP(3) - INTERVAL ? DAY ORDER BY " + time +
                             " LIMIT 1000",
                         {age.count()});
}

}  // namespace spaconf
