// api.fcgi: answers the calls of other programs.
#include "api/api_program.h"
#include "base/config.h"
#include "web/serve.h"

int main() {
  return spaconf::web::serve(
      [] { return spaconf::api::make_api_program(spaconf::Config::usual_file()); });
}
