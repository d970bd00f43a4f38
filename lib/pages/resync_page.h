// The button that tells a phone to fetch its profile, and what came of it.
#pragma once

#include "pages/site.h"
#include "status/phone_observations.h"

namespace spaconf {

/// Fills the button into `values`, for whoever may press it while the phone is online, and beside
/// it the last answer since the phone was changed, which `story` has.
void fill_resync(Values& values, const Site& site, const web::Request& request,
                 const Record& record, const std::vector<AuditEntry>& story,
                 const PhoneObservations& seen);

/// POST /submit/resync. Fields: ref, key, csrf. Leads back to the phone, whose page has the answer.
web::Response resync_page(Site& site, const web::Request& request);

}  // namespace spaconf
