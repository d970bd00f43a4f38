// SQL that finds inconsistent registrations.
#include "store/consistency.h"

#include <string>

#include "store/batches.h"
#include "store/column_values.h"

namespace spaconf {
namespace {

/// In SQL, about a row of registration.
std::string condition(RowFault fault) {
  switch (fault) {
    case RowFault::profile_without_task:
      return "registration.state = 'live' AND profile_state = 'pending' AND NOT " +
             has_task("profile", "'due'");
    case RowFault::profile_without_sum:
      return "registration.state = 'live' AND profile_state = 'done' AND profile_sha256 IS NULL";
    case RowFault::profile_with_open_task:
      return "registration.state = 'live' AND profile_state = 'done' AND " +
             has_task("profile", "'due'");
    case RowFault::ticket_without_task:
      return "(ticket_state IN ('pending', 'unknown') OR (ticket_state = 'done' AND ticket_number"
             " IS NULL)) AND NOT " +
             has_task("ticket", "'due'");
    case RowFault::parked_ticket_without_task:
      return "ticket_state = 'parked' AND NOT " + has_task("ticket", "'due', 'parked'");
    case RowFault::retirement_without_task:
      return "registration.state = 'retiring' AND NOT " + has_task("profile", "'due'");
    case RowFault::line_without_account:
      return "EXISTS (SELECT 1 FROM line LEFT JOIN account ON account.id = account_id"
             " WHERE registration_id = registration.id AND account.id IS NULL)";
    case RowFault::phone_without_line:
      return "registration.state = 'live' AND NOT EXISTS"
             " (SELECT 1 FROM line WHERE registration_id = registration.id)";
  }
  return "FALSE";
}

}  // namespace

std::vector<std::int64_t> Consistency::registrations_with(RowFault fault) {
  return numbers_in(
      database_.query("SELECT id FROM registration WHERE " + condition(fault) + " ORDER BY id"));
}

bool Consistency::has(std::int64_t registration, RowFault fault) {
  return !database_
              .query("SELECT 1 FROM registration WHERE id = ? AND (" + condition(fault) + ")",
                     {registration})
              .empty();
}

}  // namespace spaconf
