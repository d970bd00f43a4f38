// Fuzzes the bodies of calls: JSON becomes fields, or every wrong member is named.
#include <nlohmann/json.hpp>

#include "api/body.h"
#include "api/json_body.h"
#include "api/merge_patch.h"
#include "api/phone_json.h"
#include "api/problem.h"
#include "api/strict_json.h"
#include "base/text.h"
#include "property.h"

using namespace spaconf;
using Json = nlohmann::json;

/// In the place of the one in phone_json.cc, which needs every service.
Json api::settings_json(const Registration& phone) {
  Json settings = Json::object();
  for (const Setting& each : phone.settings) settings[each.name] = each.value;
  return settings;
}

namespace {

constexpr std::size_t most_errors = 20;

Registration registered() {
  Registration phone;
  phone.login = "novak";
  phone.model = find_model("spa942");
  phone.mac = Mac::parse("000e08112233");
  phone.lines = {
      {.position = 1, .user = "1001", .password = {}, .display = "Jan"},
      {.position = 2, .user = "1002", .password = {}, .display = "", .permissions = {{"int"}}}};
  phone.settings = {{"Dial_Plan_1_", "(xx.)"}};
  return phone;
}

void check(const Fields& fields) {
  for (const auto& [name, value] : fields.all()) {
    fuzz::require(is_utf8(name) && is_utf8(value), "fields are UTF-8");
  }
}

void check_passwords(const Json& body) {
  if (!body.is_object() || !body.contains("lines") || !body["lines"].is_array()) return;
  for (const Json& line : body["lines"]) {
    fuzz::require(!line.is_object() || !line.contains("password"), "no password is left");
  }
}

void check(const api::InvalidBody& invalid) {
  fuzz::require(!invalid.errors().empty() && invalid.errors().size() <= most_errors,
                "a wrong body has its errors, and not too many");
  for (const api::MemberError& error : invalid.errors()) {
    fuzz::require(error.pointer.empty() || error.pointer.starts_with('/'),
                  "an error has a pointer");
    fuzz::require(!error.detail.empty(), "an error has a sentence");
  }
}

void read_fields(const Json& body) try {
  const Fields fields = api::fields_in(body);
  check(fields);
  fuzz::require(api::fields_in(body).all() == fields.all(), "a body has one meaning");
} catch (const api::InvalidBody& invalid) {
  check(invalid);
}

void lay_over(const Registration& there, const Json& patch) try {
  check(api::patched(there, patch));
} catch (const api::InvalidBody& invalid) {
  check(invalid);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Registration there = registered();
  web::Request request;
  request.content_type = "application/json";
  request.body = fuzz::text_of(data, size);
  try {
    const Json body = api::sent_json(request);
    fuzz::require(is_utf8(request.body), "JSON is UTF-8");
    fuzz::require(api::json_in(body.dump()) == body, "a body is read as it was written");
    check_passwords(api::without_passwords(body));
    read_fields(body);
    lay_over(there, body);
  } catch (const api::Refusal& refusal) {
    fuzz::require(refusal.status() == 400, "what is not JSON is a bad request");
  }
  return 0;
}
