// Shows labels to print: of one phone, or of all phones of a roll-out.
#pragma once

#include "pages/site.h"

namespace spaconf {

/// GET /phones/REF/label?paper=
web::Response label_page(Site& site, const web::Request& request);

/// GET /scan/REF/labels?paper=: `paper` is "a4" for sheets, else labels of 62 × 29 mm.
web::Response labels_page(Site& site, const web::Request& request);

}  // namespace spaconf
