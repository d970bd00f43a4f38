// Lines such as `   12.0 s  fetched  url=tftp://10.0.0.1/spa942.cfg bytes=212`.
#include "tell.h"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace virtual_phone {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const Tell::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<int>(&value)) return *number;
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) return *list;
  const double time = std::get<double>(value);
  if (std::isinf(time)) return "never";
  return std::round(time * 10) / 10;
}

std::string words(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return value.dump();
  std::string all;
  for (const Json& item : value) all += (all.empty() ? "" : ",") + words(item);
  return all;
}

}  // namespace

void Tell::operator()(const std::string& event, std::initializer_list<Detail> details) const {
  Json line = {{"time", to_json(clock_.now())}, {"event", event}};
  for (const auto& [name, value] : details) line[name] = to_json(value);
  if (json_) {
    // Bytes from the wire may be anything; a line must stay one line of UTF-8.
    std::printf("%s\n", line.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
  } else {
    std::printf("%9.1f s  %-12s", line["time"].get<double>(), event.c_str());
    for (const auto& detail : details)
      if (const std::string text = words(line[detail.name]); !text.empty())
        std::printf(" %s=%s", detail.name, text.c_str());
    std::printf("\n");
  }
  std::fflush(stdout);
}

}  // namespace virtual_phone
