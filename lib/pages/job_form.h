// Confirms or cancels a job.
#pragma once

#include "pages/site.h"

namespace spaconf {

/// POST /submit/job. Fields: ref, step ("confirm" or "cancel"), key, csrf; to confirm also planned
/// (the number of rows that the page showed) and mode ("all" or "skip"). Redirects to the job; a
/// second request has no further effect.
web::Response sent_job_step(Site& site, const web::Request& request);

}  // namespace spaconf
