// form.fcgi: shows every page and changes nothing.
#include "base/config.h"
#include "pages/site.h"
#include "web/request_counters.h"
#include "web/serve.h"

int main() {
  // Made before serve() forks, so that all processes share them.
  spaconf::web::RequestCounters counters;
  return spaconf::web::serve(
      [&counters] { return spaconf::make_form_program(spaconf::Config::usual_file(), counters); });
}
