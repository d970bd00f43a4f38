// The texts of the ticket that the phones of a batch have together, filled in from
// templates/tickets.
#pragma once

#include <cstddef>
#include <string>

#include "base/template.h"
#include "store/ticket_batches.h"
#include "ticket/ticket_system.h"

namespace spaconf {

/// How texts about many phones are written.
struct BatchTexts {
  const Templates& templates;
  std::size_t longest;         ///< Bytes of a text; phones for which there is no room are counted
  std::string search_address;  ///< To which the reference is added: a page that lists the phones;
                               ///< empty: texts name none

  /// No text has room for more phones.
  int most_phones() const;
  /// The ticket that asks for the addresses and names of these phones.
  NewTicket ticket_for(const TicketBatch& batch, const PhonesInText& phones,
                       const std::string& requestor) const;
  /// The comment about new and changed phones.
  std::string changes(const TicketBatch& batch, const PhonesInText& phones) const;
};

}  // namespace spaconf
