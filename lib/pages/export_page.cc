// GET /phones.csv?q=&state=&model=. One text in memory: of 100,000 phones some 15 MB, given
// back when it is sent.
#include "pages/export_page.h"

#include "bulk/export.h"
#include "pages/list_page.h"
#include "web/fields.h"

namespace spaconf {

web::Response export_page(Site& site, const web::Request& request) {
  const Search options = search_in(web::query_fields(request));
  site.services.require_databases();
  web::Response response{
      .status = 200, .type = "text/csv; charset=utf-8; header=present", .body = {}, .headers = {}};
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"phones.csv\"");
  write_export(site.services.store, options,
               [&](const std::string& piece) { response.body += piece; });
  return response;
}

}  // namespace spaconf
