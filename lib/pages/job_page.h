// Shows a job: how far it is, the verdict on each row, and the form that confirms it.
#pragma once

#include <string>

#include "pages/site.h"
#include "store/job.h"

namespace spaconf {

/// GET /jobs/*?page=.
web::Response job_page(Site& site, const web::Request& request);
/// GET /jobs/*/rejected.csv: the bad rows as they were uploaded, with a column for the reason.
web::Response rejected_rows(Site& site, const web::Request& request);

/// The page with what is wrong with the form that confirms the job.
web::Response job_page_about(Site& site, const web::Request& request, const Job& job, int status,
                             const std::string& problem);

/// The job of this reference. Throws Refused 404 when there is none, or when the user is neither
/// its owner nor an administrator.
Job visible_job(Site& site, const web::Request& request, const std::string& ref);

/// The purposes for which the tokens of its forms are made: `step` is "columns", "confirm" or
/// "cancel".
std::string job_action(const std::string& step, const std::string& ref);

}  // namespace spaconf
