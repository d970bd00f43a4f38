// The texts of a registration's ticket, filled in from templates/tickets.
#pragma once

#include <string>

#include "base/template.h"
#include "store/registration.h"
#include "store/revision.h"
#include "ticket/ticket_system.h"

namespace spaconf {

/// The ticket that asks for a phone's address and name.
NewTicket ticket_for(const Templates& templates, const Record& record);

/// The reply to the former person of a phone that moved to another person.
std::string text_for_former_person(const Templates& templates, const Record& record,
                                   const Revision& former);

}  // namespace spaconf
