// The registration form is sent.
#pragma once

#include "pages/site.h"

namespace spaconf {

web::Response register_page(Site& site, const web::Request& request);

}  // namespace spaconf
