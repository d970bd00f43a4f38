// Asks the services, and writes their answers as JSON.
#include "status/readiness.h"

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "registration/service_checks.h"

namespace spaconf {

Readiness readiness_of(Services& services) {
  nlohmann::json answers;
  bool is_ready = true;
  for (const Check& check :
       checks_of(services.tftp_folder, services.database, services.exchange, *services.directory)) {
    const CheckResult result = check.run();
    answers[check.service] = {{"ok", result.ok}, {"found", result.sentence}};
    if (!result.warning.empty()) answers[check.service]["warning"] = result.warning;
    is_ready = is_ready && result.ok;
  }
  return {is_ready, json_lines({{"services", answers}})};
}

}  // namespace spaconf
