// Defines the interface of a FastCGI program for the loop that runs it.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "web/fields.h"
#include "web/message.h"

namespace spaconf::web {

/// Answers requests, one at a time. It is built from the configuration, and built again
/// after a reload.
class Program {
 public:
  virtual ~Program() = default;

  /// The answer to a request that is refused whatever its body is, which is not read then, because
  /// one that comes slowly would keep a process busy. May throw anything, like answer().
  virtual std::optional<Response> refuse([[maybe_unused]] const Request& head) { return {}; }
  /// Answers a request that was not refused. May throw anything: see problem().
  virtual Response answer(const Request& request) = 0;
  /// The page for a failed request. `sentence` is for the user, who can quote the `id`.
  virtual Response problem(const std::string& id, int status, const std::string& sentence) = 0;

  /// Called with each response before it is sent, for statistics. The request is empty when it
  /// could not be read. Throws nothing.
  virtual void count([[maybe_unused]] const Request& request, [[maybe_unused]] int status,
                     [[maybe_unused]] std::chrono::microseconds time) noexcept {}

  /// Called after the answer was sent. Throws nothing.
  virtual void prepare_for_next() noexcept {}

  virtual std::string base_path() const = 0;  ///< "/spaconf"
  /// The most bytes of the body of a request with this path; a longer one is refused with 413.
  virtual std::size_t largest_body([[maybe_unused]] const std::string& path) const {
    return largest_form;
  }
  virtual std::filesystem::path socket() const = 0;  ///< Where to listen, unless a socket is passed
  virtual int workers() const = 0;                   ///< The number of processes
  /// Warnings about the configuration, which do not prevent the start.
  virtual std::vector<std::string> warnings() const { return {}; }
};

/// Throws Misconfigured.
using Build = std::function<std::unique_ptr<Program>()>;

/// The response to a request, whose body is read when it is needed; every exception becomes a page.
Response respond(Program& program, Request& request, const std::function<std::string()>& read_body);

/// The sentence about a service that does not respond.
std::string sentence_about(const Unavailable& unavailable);

}  // namespace spaconf::web
