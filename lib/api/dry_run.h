// Reads ?dry_run=true, and shows what a call would do.
#pragma once

#include "registration/change.h"
#include "web/message.h"

namespace spaconf::api {

/// True for a call that only asks what would happen. Throws Refusal(400): another parameter.
bool is_dry_run(const web::Request& request);

/// The effects of a change, as `spaconf edit --dry-run --json` prints them.
web::Response planned(const Effects& effects);

}  // namespace spaconf::api
