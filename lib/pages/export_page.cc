// GET /phones.csv?q=&state=&model=: sends the found phones as CSV.
// The whole text is built in memory: some 15 MB for 100,000 phones.
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
