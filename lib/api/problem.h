// Turns what goes wrong with a request into a JSON problem. Source: RFC 9457.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "web/message.h"

namespace spaconf::api {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A request that is refused without any effect.
class Refusal : public std::runtime_error {
 public:
  /// `detail` is a sentence for the client's log.
  Refusal(int status, const std::string& detail, Headers headers = {})
      : std::runtime_error(detail), status_(status), headers_(std::move(headers)) {}
  int status() const { return status_; }
  const Headers& headers() const { return headers_; }

 private:
  int status_;
  Headers headers_;
};

/// What is wrong with one member of a body.
struct MemberError {
  std::string pointer;  ///< "/lines/0/user"; empty: the body as a whole. Source: RFC 6901
  std::string detail;   ///< A sentence
};

/// A body that is JSON but not what the call takes; all errors at once. Becomes a 422.
class InvalidBody : public std::runtime_error {
 public:
  explicit InvalidBody(std::vector<MemberError> errors)
      : std::runtime_error("invalid body"), errors_(std::move(errors)) {}
  const std::vector<MemberError>& errors() const { return errors_; }

 private:
  std::vector<MemberError> errors_;
};

/// The problems of a form, each with the pointer to its member.
std::vector<MemberError> member_errors(const std::vector<Problem>& problems);
/// As the member "errors" of a problem has them.
nlohmann::json errors_json(const std::vector<MemberError>& errors);

/// The application/problem+json of a failed request. `id` is the request's.
web::Response problem(const std::string& id, int status, const std::string& detail);
/// The same with more members.
web::Response problem(const std::string& id, int status, const std::string& detail,
                      const nlohmann::json& more);

/// What `work` gives. A Refusal, InvalidBody, Rejected and Conflict become problems: 422 with a
/// pointer to each wrong member, 409 with the registration that is in the way, 412 for a phone that
/// someone else has changed, 428 for one that must not be changed unseen. Throws what else `work`
/// throws, see web::respond().
web::Response answer_or_problem(const web::Request& request,
                                const std::function<web::Response()>& work);

}  // namespace spaconf::api
