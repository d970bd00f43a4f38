// What we say in a ticket of Request Tracker, each text once.
#pragma once

#include <cstdint>
#include <string>

#include "ticket/rt_connection.h"

namespace spaconf::rt {

/// Says the text in the ticket by `how`, "comment" or "correspond", unless a text of our own with
/// this mark at the beginning of its subject is there already. What others wrote does not count,
/// whatever mark it has. Throws TicketRefused.
void say_once(Connection& connection, const std::string& how, std::int64_t number,
              const std::string& mark, const std::string& text);

}  // namespace spaconf::rt
