// Defines the kinds of errors, by who can correct them.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace spaconf {

/// One problem with the user's input.
struct Problem {
  std::string field;     ///< Name of the form's field; empty when it is about the whole form.
  std::string sentence;  ///< The problem and how to correct it.
};

/// The user corrects the form; all problems are reported at once. Becomes a 422.
class Rejected : public std::runtime_error {
 public:
  explicit Rejected(std::vector<Problem> problems)
      : std::runtime_error("rejected"), problems_(std::move(problems)) {}
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

/// The user decides, because something exists already. Becomes a 409.
class Conflict : public std::runtime_error {
 public:
  explicit Conflict(Problem problem, std::string ref = "")
      : std::runtime_error(problem.sentence), problem_(std::move(problem)), ref_(std::move(ref)) {}
  const Problem& problem() const { return problem_; }
  /// The conflicting registration; empty when it is something else.
  const std::string& ref() const { return ref_; }

 private:
  Problem problem_;
  std::string ref_;
};

/// A conflict that ends within seconds: the same request is being processed.
class InProgress : public Conflict {
 public:
  using Conflict::Conflict;
};

/// A service is not available; a later retry may succeed. Becomes a 503.
/// The message is `service: action: reason` and holds nothing secret.
class Unavailable : public std::runtime_error {
 public:
  Unavailable(std::string service, const std::string& what)
      : std::runtime_error(service + ": " + what), service_(std::move(service)) {}
  /// The service's name for the user: "directory", "database", …
  const std::string& service() const { return service_; }

 private:
  std::string service_;
};

/// The administrator corrects the configuration. The program does not start: `file:line: sentence`,
/// exit 78.
class Misconfigured : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// sysexits.h: something was found in an unconfigured or misconfigured state.
constexpr int exit_misconfigured = 78;

}  // namespace spaconf
