// Chooses an action on all phones that a search finds, and makes a job of it.
#pragma once

#include "pages/site.h"

namespace spaconf {

/// GET /bulk?q=&state=&model=.
web::Response bulk_page(Site& site, const web::Request& request);
/// POST /submit/bulk. Fields: q, state, model, action, permission, setting, key, csrf. Redirects to
/// the job.
web::Response sent_bulk_action(Site& site, const web::Request& request);

}  // namespace spaconf
