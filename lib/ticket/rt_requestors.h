// Changes the requestors of a ticket in Request Tracker.
#pragma once

#include <cstdint>
#include <string>

#include "ticket/rt_connection.h"

namespace spaconf::rt {

/// Removes the former requestors and adds the new one. Returns the new one's address as Request
/// Tracker spells it; empty when unknown. Throws NotCarriedOut.
std::string hand_over(Connection& connection, std::int64_t number, const TicketHandover& handover);

}  // namespace spaconf::rt
