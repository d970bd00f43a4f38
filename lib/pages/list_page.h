// All phones, page by page: searched, filtered, put in order.
#pragma once

#include "base/fields.h"
#include "pages/site.h"

namespace spaconf {

web::Response list_page(Site& site, const web::Request& request);

/// What the address asks for. A filter or an order that there is not is left out.
Search search_in(const Fields& query);

}  // namespace spaconf
