// Decides when a ticket's task is tried again, and when it is parked.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "base/config.h"

namespace spaconf {

/// What an attempt at a ticket's task comes to.
struct TicketOutcome {
  enum class Kind {
    finished,
    taken_over,  ///< Another worker has the task now
    retry,
    park
  };
  Kind kind;
  std::string reason = {};       ///< Why it is to be tried again or parked
  std::chrono::seconds wait{0};  ///< Before the next attempt
  bool counts = false;           ///< It was one of the attempts that a task has
};

/// Logs that the task of this reference is deferred or parked. `kind` is what the log calls the
/// reference: "ref" or "batch".
void log_outcome(const TicketOutcome& outcome, std::string_view kind, const std::string& reference);

/// Attempts at tasks that need the ticket system.
class TicketAttempts {
 public:
  /// Reads `attempts` of [registration], and `settle` and `timeout` of [ticket].
  explicit TicketAttempts(const Config& config);

  /// How long a worker leases a task, which it does again before each request.
  std::chrono::seconds lease() const { return lease_; }
  /// After the ticket system did not respond, for some seconds.
  bool are_paused() const { return std::chrono::steady_clock::now() < paused_until_; }
  void pause();

  /// True when the task is finished, false when another worker has it now. Sets `asked` before the
  /// first request that has an effect.
  using Work = std::function<bool(bool& asked)>;
  /// Does the work of a task that was tried `before` times. Throws Unavailable when the database
  /// does not respond.
  TicketOutcome make(int before, const Work& work);

 private:
  TicketOutcome retry_or_park(int before, const std::string& reason,
                              std::chrono::seconds wait) const;

  int most_attempts_;
  std::chrono::seconds settle_, lease_;
  std::chrono::steady_clock::time_point paused_until_{};
};

}  // namespace spaconf
