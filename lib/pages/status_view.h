// The status at the top of a phone's page and the audit trail at its end.
#pragma once

#include "pages/site.h"
#include "status/status.h"

namespace spaconf {

/// Fills LIGHT and STORY of a phone's page. `contacts` are those of all its lines' accounts.
void fill_status(Values& values, Site& site, const web::Request& request, const Record& record,
                 const std::vector<Contact>& contacts);

}  // namespace spaconf
