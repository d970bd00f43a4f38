// GET /healthz, /readyz and /submit/readyz: reports whether the program and its services work.
#include "pages/health_page.h"

#include <functional>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/json.h"
#include "registration/service_checks.h"

namespace spaconf {

web::Response health_page(Site&, const web::Request&) {
  return {.type = "text/plain; charset=utf-8", .body = "ok\n", .headers = {}};
}

web::Response ready_page(Site& site, const web::Request&) {
  nlohmann::json services;
  const auto checks = checks_of(site.services.tftp_folder, site.services.database,
                                site.services.exchange, *site.services.directory);
  bool ready = true;
  for (const Check& check : checks) {
    CheckResult result = check.run();
    services[check.service] = {{"ok", result.ok}, {"found", result.sentence}};
    ready = ready && result.ok;
  }
  return {.status = ready ? 200 : 503,
          .type = "application/json",
          .body = json_lines({{"services", services}}),
          .headers = {}};
}

}  // namespace spaconf
