// Puts the base path into the contract.
#include "api/contract.h"

#include <exception>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"

namespace spaconf::api {

std::string contract_below(const std::string& base_path, const Templates& templates) {
  const auto file = templates.path_of("api/openapi.json");
  try {
    // Keeps the order of the members, which is that of docs/api.md.
    auto contract = nlohmann::ordered_json::parse(read_file(file));
    contract["servers"] = {{{"url", base_path}}};
    return contract.dump(2) + "\n";
  } catch (const std::exception& error) {
    throw Misconfigured(file.string() + ": cannot read the contract of the API: " + error.what());
  }
}

web::Response contract_call(const Call& call) {
  return {.type = "application/json", .body = call.api.contract, .headers = {}};
}

}  // namespace spaconf::api
