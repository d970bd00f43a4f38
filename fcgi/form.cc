// form.fcgi: shows every page and changes nothing.
#include "base/config.h"
#include "pages/site.h"
#include "web/serve.h"

int main() {
  return spaconf::web::serve(
      [] { return spaconf::make_form_program(spaconf::Config::usual_file()); });
}
