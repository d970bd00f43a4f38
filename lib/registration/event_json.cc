// Names the members of an event in JSON; what an event does not have is null.
#include "registration/event_json.h"

#include <nlohmann/json.hpp>

#include "base/json.h"

namespace spaconf {
namespace {

using Json = nlohmann::json;

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

}  // namespace

Json event_json(const Event& event) {
  return {{"id", event.id},
          {"position", event.position},
          {"type", event.type},
          {"at", timestamp(event.at)},
          {"registration", event.ref},
          {"version", event.version},
          {"login", event.login},
          {"mac", text_or_null(event.mac)},
          {"action", text_or_null(event.action)},
          {"actor", text_or_null(event.actor)}};
}

std::string event_message(const Event& event) {
  return json_line(
      {{"type", event.type}, {"timestamp", timestamp(event.at)}, {"data", event_json(event)}});
}

}  // namespace spaconf
