// Parses JSON with nlohmann's parser, which by itself lets a later member replace an earlier one.
#include "api/strict_json.h"

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "api/problem.h"

namespace spaconf::api {
namespace {

using Json = nlohmann::json;
using Event = Json::parse_event_t;

constexpr int most_levels = 8;

/// Refuses what the parser accepts although it has two meanings, or costs too much.
class Guard {
 public:
  /// Called with every value and name that was read, and with `levels` around it.
  void check(int levels, Event event, const Json& read) {
    if (event == Event::object_start || event == Event::array_start) {
      if (levels >= most_levels) {
        throw Refusal(400, "The body's values are nested more than " + std::to_string(most_levels) +
                               " deep.");
      }
      names_.emplace_back();
    } else if (event == Event::object_end || event == Event::array_end) {
      names_.pop_back();
    } else if (event == Event::key && !names_.back().insert(read.get<std::string>()).second) {
      throw Refusal(400, "A member of the body's objects is there twice.");
    }
  }

 private:
  std::vector<std::set<std::string>> names_;  // of each object that is open
};

[[noreturn]] void refuse_byte(std::size_t place) {
  throw Refusal(400,
                "The body is not JSON in UTF-8: byte " + std::to_string(place) + " does not fit.");
}

}  // namespace

Json json_in(std::string_view text) {
  // The parser takes it for the end, and does not read what follows.
  if (const auto zero = text.find('\0'); zero != text.npos) refuse_byte(zero + 1);
  Guard guard;
  try {
    return Json::parse(text, [&](int levels, Event event, const Json& read) {
      guard.check(levels, event, read);
      return true;
    });
  } catch (const Json::parse_error& error) {
    refuse_byte(error.byte);
  } catch (const Json::exception&) {
    throw Refusal(400, "The body has a number that is too large.");
  }
}

}  // namespace spaconf::api
