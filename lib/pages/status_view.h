// The top of a phone's page, how it is doing and what to do next; and its end, what has happened.
#pragma once

#include "pages/site.h"
#include "status/status.h"

namespace spaconf {

/// Fills LIGHT and STORY of a phone's page. `contacts` are those of all its lines' accounts.
void fill_status(Values& values, Site& site, const web::Request& request, const Record& record,
                 const std::vector<Contact>& contacts);

}  // namespace spaconf
