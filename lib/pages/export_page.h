// Exports all phones that a search finds as a table for spreadsheets.
#pragma once

#include "pages/site.h"

namespace spaconf {

web::Response export_page(Site& site, const web::Request& request);

}  // namespace spaconf
