// Begins a roll-out: the model, and the list of people whose boxes will be scanned.
#pragma once

#include "pages/sent_form.h"

namespace spaconf {

/// GET /scan
web::Response scan_start_page(Site& site, const web::Request& request);

/// POST /submit/scan
std::unique_ptr<SentForm> sent_scan_start(Site& site, const web::Request& request);

}  // namespace spaconf
