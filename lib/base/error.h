// What can go wrong, sorted by who can put it right.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace spaconf {

/// One thing wrong with what somebody typed.
struct Problem {
  std::string field;     ///< Name of the form's field; empty when it is about the whole form.
  std::string sentence;  ///< What is wrong and what would be right.
};

/// The person at the form mends it: every problem at once. Becomes a 422.
class Rejected : public std::runtime_error {
 public:
  explicit Rejected(std::vector<Problem> problems)
      : std::runtime_error("rejected"), problems_(std::move(problems)) {}
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

/// The person at the form decides: something is there already. Becomes a 409.
class Conflict : public std::runtime_error {
 public:
  explicit Conflict(Problem problem, std::string ref = "")
      : std::runtime_error(problem.sentence), problem_(std::move(problem)), ref_(std::move(ref)) {}
  const Problem& problem() const { return problem_; }
  /// The registration that is in the way; empty when it is something else.
  const std::string& ref() const { return ref_; }

 private:
  Problem problem_;
  std::string ref_;
};

/// A conflict that is over in a few seconds: the same thing is being done at this moment.
class InProgress : public Conflict {
 public:
  using Conflict::Conflict;
};

/// Time mends it, or whoever runs the other service. Becomes a 503.
/// The message is `service: action: reason` and holds nothing secret.
class Unavailable : public std::runtime_error {
 public:
  Unavailable(std::string service, const std::string& what)
      : std::runtime_error(service + ": " + what), service_(std::move(service)) {}
  /// The service in the administrator's words: "directory", "database", …
  const std::string& service() const { return service_; }

 private:
  std::string service_;
};

/// The installer mends it. The program does not start: `file:line: sentence`, exit 78.
class Misconfigured : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// sysexits.h: something was found in an unconfigured or misconfigured state.
constexpr int exit_misconfigured = 78;

}  // namespace spaconf
