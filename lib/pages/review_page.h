// Phones whose person has left or changed, each with a button for what to do about it.
#pragma once

#include "pages/site.h"

namespace spaconf {

web::Response review_page(Site& site, const web::Request& request);

}  // namespace spaconf
