// GET /healthz and /readyz: reports whether the program and its services work.
#include "pages/health_page.h"

#include <functional>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "registration/service_checks.h"

namespace spaconf {

web::Response health_page(Site&, const web::Request&) {
  return {.type = "text/plain; charset=utf-8", .body = "ok\n", .headers = {}};
}

web::Response ready_page(Site& site, const web::Request&) {
  nlohmann::json services;
  bool ready = true;
  for (const Check& check : checks_of(site.services)) {
    CheckResult result = check.run();
    services[check.service] = {{"ok", result.ok}, {"found", result.sentence}};
    ready = ready && result.ok;
  }
  using Json = nlohmann::json;
  return {.status = ready ? 200 : 503,
          .type = "application/json",
          .body = Json{{"services", services}}.dump(2, ' ', false, Json::error_handler_t::replace) +
                  "\n",
          .headers = {}};
}

}  // namespace spaconf
