// Reads events by their positions.
#include "api/events_call.h"

#include <nlohmann/json.hpp>

#include "api/json_response.h"
#include "api/list_call.h"
#include "base/number.h"
#include "registration/event_json.h"
#include "web/fields.h"

namespace spaconf::api {
namespace {

constexpr std::string_view parameters[] = {"after", "limit"};

/// The position after which the client wants events.
std::int64_t position_in(const Fields& query, Events& events) {
  const std::int64_t last = events.last(), last_purged = events.last_purged();
  const std::string after = query.text("after");
  if (after.empty()) return last_purged;
  const auto position = whole_number(after, 0, last);
  if (!position) throw Refusal(400, "The parameter after is not the \"next\" of an answer.");
  if (*position >= last_purged) return *position;
  throw Refusal(410, "Events that followed this one are deleted. Begin again without after.");
}

}  // namespace

web::Response events_call(const Call& call) {
  const Fields query = web::query_fields(call.request);
  refuse_unknown(query, parameters);
  const int limit = limit_in(query);
  Events& events = call.api.services.store.events;
  std::int64_t next = position_in(query, events);
  nlohmann::json list = nlohmann::json::array();
  for (const Event& event : events.after(next, limit)) {
    list.push_back(event_json(event));
    next = event.position;
  }
  return json_response({{"events", list}, {"next", std::to_string(next)}});
}

}  // namespace spaconf::api
