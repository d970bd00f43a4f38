// Writes an event as JSON, for the API and for webhooks.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "store/events.h"

namespace spaconf {

/// The event as docs/api.md has it. It holds no secret.
nlohmann::json event_json(const Event& event);

/// The body of the event's message to webhooks: its type and time, and the whole event as "data".
/// Source: Standard Webhooks, https://www.standardwebhooks.com.
std::string event_message(const Event& event);

}  // namespace spaconf
