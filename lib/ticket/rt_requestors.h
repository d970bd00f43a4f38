// The requestors of a ticket in Request Tracker.
#pragma once

#include <cstdint>
#include <string>

#include "ticket/rt_connection.h"

namespace spaconf::rt {

/// Takes the former requestors out of a ticket and the new one in. Gives the new one's address as
/// Request Tracker spells it; empty when that is not known. Throws NotCarriedOut.
std::string hand_over(Connection& connection, std::int64_t number, const TicketHandover& handover);

}  // namespace spaconf::rt
