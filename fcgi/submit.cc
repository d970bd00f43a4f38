// submit.fcgi: carries out every form that has an effect.
#include "base/config.h"
#include "pages/site.h"
#include "web/serve.h"

int main() {
  return spaconf::web::serve(
      [] { return spaconf::make_submit_program(spaconf::Config::usual_file()); });
}
