// Shows the buttons and links beside a phone's status: the next step first, then the other actions.
#pragma once

#include "pages/site.h"
#include "status/status.h"

namespace spaconf {

/// Fills the buttons of pages/status.tpl. The template's order decides which of them is the primary
/// one. A phone that waits for something which the user cannot do has *Check again*.
void fill_next_step(Values& part, const Site& site, const web::Request& request,
                    const Record& record, const PhoneObservations& seen, const StatusKind& status);

/// Fills the links to everything else that can be done with the phone.
void fill_actions(Values& part, const Site& site, const web::Request& request,
                  const Record& record);

}  // namespace spaconf
