// Lists phones whose person has left or changed, with a button for the action that corrects each.
#pragma once

#include "pages/site.h"

namespace spaconf {

web::Response review_page(Site& site, const web::Request& request);

}  // namespace spaconf
