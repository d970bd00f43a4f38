// Asks each host of the database's cluster how it commits.
#include "store/cluster_warnings.h"

#include "store/durability.h"

namespace spaconf {
namespace {

constexpr std::chrono::milliseconds longest_wait{1000};

/// Empty when the host can be used. Commits are on every host, so that the crash of one loses none.
std::string warning_of(sql::Connection& host) {
  std::chrono::milliseconds left = longest_wait;
  std::string found;
  try {
    host.within(left, [&] { found = flush_setting(host); });
  } catch (const Unavailable& error) {
    return error.what();
  }
  if (found == safe_flush_setting) return "";
  return "database: innodb_flush_log_at_trx_commit is " + found + " on " + host.host() +
         ", so a power cut of all hosts of the cluster may lose registrations that were"
         " acknowledged; set it to 1";
}

}  // namespace

std::vector<std::string> cluster_warnings(const sql::Connection& database) {
  std::vector<std::string> warnings;
  for (sql::Connection& host : database.to_each_host()) {
    const std::string warning = warning_of(host);
    if (!warning.empty()) warnings.push_back(warning);
  }
  return warnings;
}

}  // namespace spaconf
