// api.fcgi: answers the calls of other programs.
#include "api/api_program.h"
#include "base/config.h"
#include "web/request_counters.h"
#include "web/serve.h"

int main() {
  // Made before serve() forks, so that all processes share them.
  spaconf::web::RequestCounters counters;
  return spaconf::web::serve([&counters] {
    return spaconf::api::make_api_program(spaconf::Config::usual_file(), counters);
  });
}
