// The revisions of a phone and their profiles.
#pragma once

#include "pages/site.h"

namespace spaconf {

/// GET /phones/REF/history: every version, its changes, and a button to restore it.
web::Response history_page(Site& site, const web::Request& request);

/// GET /phones/REF/profile?version=: the profile as the phone gets it, without secrets.
web::Response profile_page(Site& site, const web::Request& request);

/// POST /submit/show: the same with its secrets. The audit records this.
web::Response show_profile_page(Site& site, const web::Request& request);

}  // namespace spaconf
