// SQL that counts rows, from indexes where there is one.
#include "store/statistics.h"

#include "store/accounts.h"
#include "store/column_values.h"

namespace spaconf {

std::map<std::string, std::int64_t> Statistics::registrations() {
  std::map<std::string, std::int64_t> counts = {{"live", 0}, {"retiring", 0}, {"retired", 0}};
  for (const auto& row :
       database_.query("SELECT state, COUNT(*) FROM registration GROUP BY state")) {
    counts[row.text(0)] = row.number(1);
  }
  return counts;
}

std::map<std::pair<std::string, std::string>, std::int64_t> Statistics::tasks() {
  std::map<std::pair<std::string, std::string>, std::int64_t> counts;
  for (const char* kind : {"profile", "ticket", "mail"}) {
    for (const char* state : {"due", "done", "parked"}) counts[{kind, state}] = 0;
  }
  for (const auto& row :
       database_.query("SELECT kind, state, COUNT(*) FROM task GROUP BY state, kind")) {
    counts[{row.text(0), row.text(1)}] = row.number(2);
  }
  for (const char* state : {"due", "parked"}) counts[{"webhook", state}] = 0;
  for (const auto& row : database_.query("SELECT state, COUNT(*) FROM delivery GROUP BY state")) {
    counts[{"webhook", row.text(0)}] = row.number(1);
  }
  for (const char* state : {"due", "parked"}) counts[{std::string(account_task), state}] = 0;
  for (const auto& row : database_.query("SELECT exchange_state = 'foreign', COUNT(*) FROM account"
                                         " WHERE " +
                                         account_waits() + " GROUP BY 1")) {
    counts[{std::string(account_task), row.number(0) ? "parked" : "due"}] = row.number(1);
  }
  return counts;
}

std::chrono::seconds Statistics::oldest_due_task() {
  return std::chrono::seconds(
      database_
          .query("SELECT COALESCE(TIMESTAMPDIFF(SECOND, MIN(created), UTC_TIMESTAMP(3)), 0)"
                 " FROM task WHERE state = 'due'")
          .at(0)
          .number(0));
}

}  // namespace spaconf
