// Detects clocks and time zones that differ.
// The exchange's latest contact tells its clock: a contact cannot begin in the future, and a
// running exchange soon deletes expired ones.
#include "registration/clock_skew.h"

#include <cstdlib>
#include <ctime>

namespace spaconf {
namespace {

/// The largest harmless difference, in seconds.
constexpr std::int64_t least_skew = 5, least_future = 60;

std::string words(std::int64_t seconds) {
  if (seconds < 120) return std::to_string(seconds) + " seconds";
  if (seconds < 7200) return std::to_string(seconds / 60) + " minutes";
  return std::to_string(seconds / 3600) + " hours";
}

}  // namespace

std::string exchange_clock_warning(std::int64_t began, std::int64_t ends) {
  const std::string zone = "its clock or time zone is not that of the database server";
  if (began > least_future) {
    return "exchange: its latest contact was registered " + words(began) + " from now: " + zone;
  }
  if (ends < 0) {
    return "exchange: its latest contact expired " + words(-ends) +
           " ago: it is not running, no phone is online, or " + zone;
  }
  return "";
}

std::vector<std::string> clock_warnings(sql::Connection& database, Exchange& exchange) {
  std::vector<std::string> warnings;
  const auto rows = database.query("SELECT UNIX_TIMESTAMP()");
  const std::int64_t skew = rows[0].number(0) - std::time(nullptr);
  if (std::abs(skew) > least_skew) {
    warnings.push_back("database: its clock is " + words(std::abs(skew)) +
                       (skew > 0 ? " ahead of" : " behind") + " this machine's");
  }
  if (const auto contact = exchange.latest_contact()) {
    const std::string warning = exchange_clock_warning(contact->began, contact->ends);
    if (!warning.empty()) warnings.push_back(warning);
  }
  return warnings;
}

}  // namespace spaconf
