// Retries a pending or parked task.
#pragma once

#include "pages/site.h"

namespace spaconf {

/// Fields: ref, kind ("profile" or "ticket"), from ("phone" leads back to its page), key, csrf.
web::Response retry_page(Site& site, const web::Request& request);

/// The purpose for which the form's token is made.
std::string retry_action(const std::string& ref, const std::string& kind);

}  // namespace spaconf
