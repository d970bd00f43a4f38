// Checks the members of a batch, and reads each of its rows alone.
#include "api/batch_body.h"

#include "api/json_body.h"
#include "api/pointer.h"
#include "base/crypto.h"
#include "base/error.h"

namespace spaconf::api {
namespace {

using Json = nlohmann::json;

std::string error_of(const std::string& name, const Json& value) {
  if (name == "registrations") {
    const bool is_right = value.is_array() && !value.empty() && value.size() <= most_rows;
    return is_right ? "" : "This must be a list of 1 to 1,000 registrations.";
  }
  if (name == "partial" || name == "ticket_per_phone")
    return value.is_boolean() ? "" : "This must be true or false.";
  if (name == "on_behalf_of") return value.is_string() ? "" : "This must be a string.";
  return "There is no such member.";
}

void require_members(const Json& body) {
  std::vector<MemberError> errors;
  if (!body.is_object()) {
    errors.push_back({"", "The body must be a JSON object."});
    throw InvalidBody(std::move(errors));
  }
  if (!body.contains("registrations")) errors.push_back({"/registrations", "This is missing."});
  for (const auto& [name, value] : body.items()) {
    const std::string error = error_of(name, value);
    if (!error.empty()) errors.push_back({"/" + escaped_for_pointer(name), error});
  }
  if (!errors.empty()) throw InvalidBody(std::move(errors));
}

std::string on_behalf_of_all(const Json& body) {
  Fields fields;
  fields.add("on_behalf_of", body.value("on_behalf_of", ""));
  return sent_form(fields).on_behalf_of;
}

BatchRow row_in(const Json& row, const std::string& on_behalf_of, std::size_t place) {
  if (!row.is_object()) {
    return {{}, refusal(place, std::vector<MemberError>{{"", "This must be an object."}})};
  }
  try {
    SentForm sent = sent_form(fields_in(row));
    if (sent.on_behalf_of.empty()) sent.on_behalf_of = on_behalf_of;
    return {std::move(sent), {}};
  } catch (const InvalidBody& invalid) {
    return {{}, refusal(place, invalid.errors())};
  } catch (const Rejected& rejected) {
    return {{}, refusal(place, member_errors(rejected.problems()))};
  }
}

}  // namespace

BatchBody batch_in(const Json& body) {
  require_members(body);
  BatchBody batch{.rows = {},
                  .is_partial = body.value("partial", false),
                  .has_ticket_per_phone = body.value("ticket_per_phone", false),
                  .on_behalf_of = on_behalf_of_all(body),
                  .fingerprint = {}};
  Json plain = body;
  for (Json& row : plain["registrations"]) {
    batch.rows.push_back(row_in(row, batch.on_behalf_of, batch.rows.size()));
    row = without_passwords(std::move(row));
  }
  batch.fingerprint = sha256_hex("batch " + plain.dump());
  return batch;
}

}  // namespace spaconf::api
