// Turns what the ticket system throws into a retry or a parked task.
// After a request with an unknown outcome the next attempt waits until the ticket system has
// certainly finished, because it begins with a search for what that request made.
#include "registration/ticket_attempts.h"

#include <algorithm>

#include "base/error.h"
#include "base/log.h"
#include "registration/back_off.h"
#include "ticket/ticket_system.h"

namespace spaconf {

void log_outcome(const TicketOutcome& outcome, std::string_view kind,
                 const std::string& reference) {
  if (outcome.kind == TicketOutcome::Kind::retry) {
    log(Priority::warning, "ticket deferred", {{kind, reference}, {"why", outcome.reason}});
  } else if (outcome.kind == TicketOutcome::Kind::park) {
    log(Priority::warning, "parked", {{kind, reference}, {"why", outcome.reason}});
  }
}

TicketAttempts::TicketAttempts(const Config& config)
    : most_attempts_(config.section("registration").number("attempts", 12, 1, 1000)) {
  const Section ticket = config.section("ticket");
  settle_ = ticket.seconds("settle", 300);
  // A lease lasts for two calls and is renewed between them. When the lease of a dead worker ends,
  // the ticket system has certainly finished that worker's request.
  lease_ = std::max(settle_, 2 * ticket.seconds("timeout", 20));
}

void TicketAttempts::pause() { paused_until_ = std::chrono::steady_clock::now() + rest(); }

TicketOutcome TicketAttempts::make(int before, const Work& work) {
  using Kind = TicketOutcome::Kind;
  bool asked = false;
  try {
    return {work(asked) ? Kind::finished : Kind::taken_over};
  } catch (const TicketRefused& refused) {
    return {Kind::park, refused.what()};
  } catch (const NotCarriedOut& failed) {
    // A retry may succeed, and the problem concerns this ticket alone.
    return retry_or_park(before, failed.what(), std::chrono::seconds(0));
  } catch (const Unavailable& error) {
    if (error.service() == "database") throw;
    pause();
    if (asked) return retry_or_park(before, error.what(), settle_);
    // A service does not respond, which does not count as an attempt of this task.
    return {Kind::retry, error.what()};
  } catch (const std::exception& error) {
    // A row or an answer is unreadable; the ticket system may have carried out the request.
    return retry_or_park(before, error.what(), settle_);
  }
}

TicketOutcome TicketAttempts::retry_or_park(int before, const std::string& reason,
                                            std::chrono::seconds wait) const {
  if (before + 1 >= most_attempts_) return {TicketOutcome::Kind::park, reason, wait};
  return {TicketOutcome::Kind::retry, reason, wait + back_off(before), true};
}

}  // namespace spaconf
