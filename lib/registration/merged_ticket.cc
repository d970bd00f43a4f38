// Searches for a ticket, and merges and logs duplicates.
// There are two when the answer to the request that created the first one was lost.
#include "registration/merged_ticket.h"

#include "base/log.h"

namespace spaconf {

Ticket merged_ticket(TicketSystem& tickets, std::string_view kind, const std::string& reference,
                     std::int64_t number) {
  const auto found = tickets.find(reference, number);
  if (found.empty()) return {};
  const Ticket& oldest = found.front();
  for (std::size_t i = 1; i < found.size(); ++i) {
    log(Priority::warning, "duplicate tickets merged",
        {{kind, reference}, {"into", std::to_string(oldest.number)}});
    tickets.merge(found[i].number, oldest.number);
  }
  return oldest;
}

}  // namespace spaconf
