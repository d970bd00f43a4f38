// Shows the button that tells a phone to fetch its profile, and the latest answer.
#pragma once

#include "pages/site.h"
#include "status/phone_observations.h"

namespace spaconf {

/// Fills in the button for a registrar, and returns true, if the phone is online and can be
/// resynced.
bool offer_resync(Values& values, const Site& site, const web::Request& request,
                  const Record& record, const PhoneObservations& seen);

/// Fills in the last answer since the phone was changed, which is in `entries`.
void fill_resync_answer(Values& values, const Site& site, const Record& record,
                        const std::vector<AuditEntry>& entries, const PhoneObservations& seen);

/// POST /submit/resync. Fields: ref, key, csrf. Redirects to the phone's page, which shows the
/// answer.
web::Response resync_page(Site& site, const web::Request& request);

}  // namespace spaconf
