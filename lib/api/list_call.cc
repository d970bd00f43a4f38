// Searches registrations, with the cursors of the list's page.
#include "api/list_call.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "api/json_response.h"
#include "api/phone_json.h"
#include "base/number.h"
#include "base/text.h"
#include "phone/serial.h"
#include "store/cursor.h"
#include "web/fields.h"

namespace spaconf::api {
namespace {

constexpr std::string_view parameters[] = {"login", "mac",    "serial", "state",
                                           "q",     "cursor", "limit"};
constexpr int usual_limit = 50, most_per_page = 100;

}  // namespace

void refuse_unknown(const Fields& query, std::span<const std::string_view> known) {
  for (const auto& [name, value] : query.all()) {
    if (std::ranges::find(known, name) == known.end()) {
      throw Refusal(400, "The list has no parameter " + name + ".");
    }
    if (has_controls(value)) {
      throw Refusal(400, "The parameter " + name + " contains a control character.");
    }
  }
}

Search search_in(const Fields& query) {
  refuse_unknown(query, parameters);
  Search search;
  search.typed = std::string(trim(query.text("q")));
  search.login = std::string(trim(query.text("login")));
  const std::string mac = query.text("mac"), state = query.text("state");
  search.mac = Mac::parse(mac);
  if (!mac.empty() && !search.mac) throw Refusal(400, "The parameter mac is not a MAC address.");
  const std::string serial(trim(query.text("serial")));
  search.serial = parse_serial(serial).value_or(serial);
  search.state_filter = find_state_filter(state);
  if (!state.empty() && !search.state_filter) {
    throw Refusal(400, "The parameter state is not one of the states.");
  }
  search.after = query.text("cursor");
  if (!search.after.empty() && !cursor_in(search.after, *search.sorting)) {
    throw Refusal(400, "The parameter cursor is not the \"next\" of a page.");
  }
  return search;
}

int limit_in(const Fields& query) {
  if (!query.has("limit")) return usual_limit;
  const auto limit = whole_number(query.text("limit"), 1, most_per_page);
  if (!limit) throw Refusal(400, "The parameter limit is a number from 1 to 100.");
  return static_cast<int>(*limit);
}

web::Response list_call(const Call& call) {
  const Fields query = web::query_fields(call.request);
  const Search search = search_in(query);
  const int limit = limit_in(query);
  call.api.services.require_databases();
  const Found found = call.api.services.store.phone_search.page(search, limit);
  nlohmann::json phones = nlohmann::json::array();
  for (const Record& record : found.phones) phones.push_back(phone_json(call.api, record));
  const nlohmann::json next = found.after.empty() ? nlohmann::json() : nlohmann::json(found.after);
  return json_response({{"registrations", phones}, {"next", next}});
}

}  // namespace spaconf::api
