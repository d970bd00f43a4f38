// Scans boxes, one after another, for the people of a roll-out.
#pragma once

#include "pages/sent_form.h"

namespace spaconf {

/// GET /scan/REF?for=&done=: `for` is the login of the next box's person, `done` the reference of
/// the phone that was just registered.
web::Response scan_page(Site& site, const web::Request& request);

/// POST /submit/box: what was scanned of one box so far. Registers it when it is whole.
std::unique_ptr<SentForm> sent_box(Site& site, const web::Request& request);

}  // namespace spaconf
