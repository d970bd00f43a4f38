// Finds the one ticket of a registration or of a batch, and merges its duplicates into it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ticket/ticket_system.h"

namespace spaconf {

/// The oldest ticket with this reference, or else the one with this number, into which all others
/// with the reference were merged. Its number is 0 when there is none. `kind` is what the log calls
/// the reference: "ref" or "batch". Throws TicketRefused, NotCarriedOut and Unavailable.
Ticket merged_ticket(TicketSystem& tickets, std::string_view kind, const std::string& reference,
                     std::int64_t number);

}  // namespace spaconf
