// Adds texts to tickets in Request Tracker, each only once.
#pragma once

#include <cstdint>
#include <string>

#include "ticket/rt_connection.h"

namespace spaconf::rt {

/// Adds the text to the ticket as `how` says, "comment" or "correspond", unless the ticket has a
/// text of ours whose subject begins with this mark. Texts of other users do not count. Throws
/// TicketRefused.
void say_once(Connection& connection, const std::string& how, std::int64_t number,
              const std::string& mark, const std::string& text);

}  // namespace spaconf::rt
