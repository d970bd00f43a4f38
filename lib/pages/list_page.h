// Lists phones page by page: searched, filtered and sorted.
#pragma once

#include "base/fields.h"
#include "pages/site.h"

namespace spaconf {

web::Response list_page(Site& site, const web::Request& request);

/// The search in the request's query. An unknown filter or sort order is ignored.
Search search_in(const Fields& query);

}  // namespace spaconf
