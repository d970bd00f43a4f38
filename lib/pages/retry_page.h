// Retries a pending or parked task.
#pragma once

#include <string_view>

#include "pages/site.h"

namespace spaconf {

/// The kind of the task to send events to a webhook, whose name is its ref.
constexpr std::string_view webhook_task = "webhook";

/// Fields: ref, kind ("profile", "ticket" or "webhook"), from ("phone" leads back to its page),
/// key, csrf.
web::Response retry_page(Site& site, const web::Request& request);

/// The purpose for which the form's token is made.
std::string retry_action(const std::string& ref, const std::string& kind);

}  // namespace spaconf
