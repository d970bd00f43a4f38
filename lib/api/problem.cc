// Writes problems, and finds the one that fits an exception.
#include "api/problem.h"

#include <nlohmann/json.hpp>

#include "api/if_match.h"
#include "api/pointer.h"
#include "base/json.h"
#include "base/log.h"
#include "registration/change.h"

namespace spaconf::api {
namespace {

using Json = nlohmann::json;

/// The members that every problem has. Its type says that the status is all there is to know.
Json members(const std::string& id, int status, const std::string& detail) {
  return {{"type", "about:blank"},
          {"title", web::reason_phrase(status)},
          {"status", status},
          {"detail", detail},
          {"instance", id}};
}

web::Response response(const Json& members, Headers headers = {}) {
  return {.status = members.at("status").get<int>(),
          .type = "application/problem+json",
          .body = json_lines(members),
          .headers = std::move(headers)};
}

web::Response invalid(const std::string& id, const std::vector<MemberError>& errors) {
  Json all = members(id, 422, errors.front().detail);
  all["errors"] = errors_json(errors);
  return response(all);
}

/// Of another type than what is in the way, so that a client knows when to wait.
web::Response in_progress(const std::string& id, const InProgress& earlier) {
  Json all = members(id, 409, earlier.what());
  all["type"] = "urn:spaconf:problem:in-progress";
  return response(all, {{"Retry-After", "3"}});
}

web::Response in_the_way(const std::string& id, const Conflict& conflict) {
  Json all = members(id, 409, conflict.what());
  if (!conflict.problem().field.empty())
    all["errors"] = errors_json(member_errors({conflict.problem()}));
  if (!conflict.ref().empty()) all["registration"] = conflict.ref();
  return response(all);
}

}  // namespace

std::vector<MemberError> member_errors(const std::vector<Problem>& problems) {
  std::vector<MemberError> errors;
  for (const Problem& each : problems) errors.push_back({pointer_to(each.field), each.sentence});
  return errors;
}

nlohmann::json errors_json(const std::vector<MemberError>& errors) {
  Json all = Json::array();
  for (const MemberError& each : errors) {
    all.push_back({{"pointer", each.pointer}, {"detail", each.detail}});
  }
  return all;
}

web::Response problem(const std::string& id, int status, const std::string& detail) {
  return response(members(id, status, detail));
}

web::Response problem(const std::string& id, int status, const std::string& detail,
                      const Json& more) {
  Json all = members(id, status, detail);
  all.update(more);
  return response(all);
}

web::Response answer_or_problem(const web::Request& request,
                                const std::function<web::Response()>& work) {
  const std::string& id = request.id;
  try {
    return work();
  } catch (const Refusal& refusal) {
    log("refused",
        {{"path", request.path}, {"address", request.remote_address}, {"why", refusal.what()}});
    return response(members(id, refusal.status(), refusal.what()), refusal.headers());
  } catch (const InvalidBody& body) {
    return invalid(id, body.errors());
  } catch (const Rejected& rejected) {
    return invalid(id, member_errors(rejected.problems()));
  } catch (const ConditionFailed& failed) {
    Json all = members(id, failed.status(), failed.what());
    all["registration"] = failed.ref();
    all["version"] = failed.version();
    all["differences"] = failed.differences();
    return response(all);
  } catch (const Overtaken&) {
    return problem(id, 412,
                   "Someone else has changed this phone in the meantime. Nothing changed.");
  } catch (const InProgress& earlier) {
    return in_progress(id, earlier);
  } catch (const Conflict& conflict) {
    return in_the_way(id, conflict);
  }
}

}  // namespace spaconf::api
