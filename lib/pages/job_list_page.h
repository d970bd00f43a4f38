// Lists the user's jobs; an administrator's list has those of all users.
#pragma once

#include "pages/site.h"

namespace spaconf {

/// GET /jobs.
web::Response job_list_page(Site& site, const web::Request& request);

}  // namespace spaconf
