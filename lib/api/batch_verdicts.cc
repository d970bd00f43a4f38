// Writes the verdicts on the rows of a batch.
#include "api/batch_verdicts.h"

#include <algorithm>
#include <map>

#include "api/phone_json.h"

namespace spaconf::api {
namespace {

using Json = nlohmann::json;

constexpr int created = 201, accepted = 202, gone = 404, conflict = 409, unprocessable = 422,
              failed_dependency = 424;

std::map<std::string, SealedRecord> records_of(Store& store, const Verdicts& verdicts) {
  std::vector<std::string> refs;
  for (const Verdict& each : verdicts) {
    if (!each.ref.empty()) refs.push_back(each.ref);
  }
  std::map<std::string, SealedRecord> records;
  for (SealedRecord& record : store.registrations.find_all(refs)) {
    std::string ref = record.ref;
    records.emplace(std::move(ref), std::move(record));
  }
  return records;
}

Json json_of(const Verdict& refused) {
  Json all = {{"status", refused.is_conflict ? conflict : unprocessable},
              {"errors", errors_json(refused.errors)}};
  if (!refused.registration.empty()) all["registration"] = refused.registration;
  return all;
}

Json registered_json(Api& api, const SealedRecord& record) {
  Json all = {{"status", record.is_complete() ? created : accepted},
              {"ref", record.ref},
              {"location", path_of(api, record.ref)},
              {"etag", entity_tag(record)}};
  if (needs_password(record)) all["lines"] = representation(api, record)["lines"];
  return all;
}

}  // namespace

Verdict refusal(std::size_t place, std::vector<MemberError> errors) {
  for (MemberError& each : errors) {
    each.pointer = "/registrations/" + std::to_string(place) + each.pointer;
  }
  return {.ref = {}, .errors = std::move(errors)};
}

Verdict refusal(std::size_t place, const RefusedPhone& phone) {
  Verdict verdict = refusal(place, member_errors(phone.problems));
  verdict.is_conflict = phone.is_conflict;
  verdict.registration = phone.ref;
  return verdict;
}

std::string stored(const Verdicts& verdicts) {
  Json all = Json::array();
  for (const Verdict& each : verdicts) {
    all.push_back(each.is_refused() ? json_of(each) : Json{{"ref", each.ref}});
  }
  return all.dump();
}

Verdicts verdicts_in(const std::string& stored) {
  Verdicts verdicts;
  for (const Json& each : Json::parse(stored)) {
    Verdict verdict{.ref = each.value("ref", ""), .errors = {}};
    for (const Json& error : each.value("errors", Json::array())) {
      verdict.errors.push_back({error.at("pointer"), error.at("detail")});
    }
    verdict.is_conflict = each.value("status", 0) == conflict;
    verdict.registration = each.value("registration", "");
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

Json verdicts_json(const Call& call, const Verdicts& verdicts, int untouched) {
  const auto records = records_of(call.api.services.store, verdicts);
  Json all = Json::array();
  for (const Verdict& each : verdicts) {
    const auto record = records.find(each.ref);
    if (each.is_refused()) {
      all.push_back(json_of(each));
    } else if (each.ref.empty()) {
      all.push_back({{"status", untouched}});
    } else if (record == records.end()) {
      all.push_back({{"status", gone}, {"ref", each.ref}});
    } else {
      all.push_back(registered_json(call.api, record->second));
    }
  }
  return all;
}

web::Response refused_batch(const Call& call, const Verdicts& verdicts) {
  std::vector<MemberError> errors;
  for (const Verdict& each : verdicts) {
    errors.insert(errors.end(), each.errors.begin(), each.errors.end());
  }
  const auto count = std::ranges::count_if(verdicts, &Verdict::is_refused);
  return problem(call.request.id, unprocessable,
                 std::to_string(count) + " of " + std::to_string(verdicts.size()) +
                     " registrations are refused, so nothing was changed.",
                 {{"errors", errors_json(errors)},
                  {"registrations", verdicts_json(call, verdicts, failed_dependency)}});
}

}  // namespace spaconf::api
