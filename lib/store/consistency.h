// Finds rows of registrations that contradict other rows.
#pragma once

#include <cstdint>
#include <vector>

#include "base/sql.h"

namespace spaconf {

/// What can be wrong with a registration. No program of ours leaves such rows: a database that was
/// restored from a copy, another program or a person does.
enum class RowFault {
  profile_without_task,        ///< Its profile is pending, and no task writes it
  profile_without_sum,         ///< Its profile is done, and no checksum is stored
  profile_with_open_task,      ///< Its profile is done, and a task is to write it
  ticket_without_task,         ///< It has no ticket, and no task creates one
  parked_ticket_without_task,  ///< Its ticket is parked, and no task can be tried again
  retirement_without_task,     ///< It is being retired, and no task completes that
  line_without_account,        ///< A line of it has no account
  phone_without_line,          ///< It is live and has no line
};

/// The questions for them.
class Consistency {
 public:
  explicit Consistency(sql::Connection& database) : database_(database) {}

  /// The numbers of all registrations with this fault, in order.
  std::vector<std::int64_t> registrations_with(RowFault fault);
  bool has(std::int64_t registration, RowFault fault);

 private:
  sql::Connection& database_;
};

}  // namespace spaconf
