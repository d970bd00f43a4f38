// What a FastCGI program is, seen from the loop that runs it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "web/message.h"

namespace spaconf::web {

/// Answers requests, one at a time. Built from the configuration, and built anew
/// when that has changed.
class Program {
 public:
  virtual ~Program() = default;

  /// Answers a request. May throw anything: see problem().
  virtual Response answer(const Request& request) = 0;
  /// The page for a request that ended badly. `sentence` is for whoever asked.
  virtual Response problem(int status, const std::string& sentence) = 0;

  /// Called when the answer has been sent. Throws nothing.
  virtual void prepare_for_next() noexcept {}

  virtual std::string base_path() const = 0;         ///< "/spaconf"
  virtual std::filesystem::path socket() const = 0;  ///< Where to listen, if nobody says
  virtual int workers() const = 0;                   ///< How many processes answer
  /// What is odd in the configuration, and no reason not to start.
  virtual std::vector<std::string> warnings() const { return {}; }
};

/// Throws Misconfigured.
using Build = std::function<std::unique_ptr<Program>()>;

/// The response to a request, whatever happens: every exception becomes a page.
Response respond(Program& program, const Request& request);

/// What a page says of a service that does not answer.
std::string sentence_about(const Unavailable& unavailable);

}  // namespace spaconf::web
