// Prints JSON with nlohmann's printer, which by itself throws for bytes that are not UTF-8.
#include "base/json.h"

#include <nlohmann/json.hpp>

namespace spaconf {

using Json = nlohmann::json;

std::string json_lines(const Json& value) {
  return value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string json_line(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string timestamp(std::string utc) {
  const auto blank = utc.find(' ');
  if (blank == utc.npos) return utc;
  utc[blank] = 'T';
  return utc + "Z";
}

}  // namespace spaconf
