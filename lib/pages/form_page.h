// The registration form, pre-filled from the directory.
#pragma once

#include "pages/site.h"

namespace spaconf {

web::Response form_page(Site& site, const web::Request& request);

}  // namespace spaconf
