// Answers calls that are to have no effect.
#include "api/dry_run.h"

#include <nlohmann/json.hpp>

#include "api/json_response.h"
#include "web/fields.h"

namespace spaconf::api {

bool is_dry_run(const web::Request& request) {
  const Fields query = web::query_fields(request);
  for (const auto& [name, value] : query.all()) {
    if (name != "dry_run" || (value != "true" && value != "false")) {
      throw Refusal(400, "The only parameter is dry_run, which is true or false.");
    }
  }
  return query.text("dry_run") == "true";
}

web::Response planned(const Effects& effects) {
  return json_response(
      {{"rows", effects.rows}, {"profile", effects.profile}, {"ticket", effects.note}});
}

}  // namespace spaconf::api
