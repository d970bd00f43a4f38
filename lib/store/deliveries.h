// The table of deliveries: which events are still to be sent to which webhook.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/sql.h"

namespace spaconf {

/// An event that is to be sent to a webhook.
struct Delivery {
  std::string webhook;    ///< Its name in the configuration
  std::int64_t position;  ///< Of the event
  int attempts;           ///< How often the webhook has failed since its last success
};

/// The deliveries of one webhook that wait, for the home page.
struct WaitingDeliveries {
  std::string webhook, state;  ///< "due" or "parked"
  std::int64_t count;
  std::string reason;  ///< Of the latest failure; empty when none was tried yet
  std::string since;   ///< UTC, "2026-11-23 10:33:07"
  std::chrono::seconds age;
};

/// The table of deliveries. A delivery is leased before it is sent, and deleted when it has
/// arrived. Those of a webhook are sent in the order of their positions, each after the earlier
/// ones have arrived or are parked.
class Deliveries {
 public:
  explicit Deliveries(sql::Connection& database) : database_(database) {}

  void add(const std::string& webhook, std::int64_t position);
  /// Makes the webhook's first due delivery ours for so long. Empty when there is none, when it
  /// waits after a failure, or when another worker has it.
  std::optional<Delivery> lease_first(const std::string& webhook, const std::string& owner,
                                      std::chrono::seconds time);
  /// The event has arrived.
  void done(const Delivery& delivery);
  /// The webhook has failed: those of its deliveries that have waited for `longest` are parked, and
  /// its first due one is tried again after `pause`.
  void failed(const Delivery& delivery, const std::string& reason, std::chrono::seconds pause,
              std::chrono::seconds longest);
  /// Parks all of the webhook's deliveries until a person asks for a retry.
  void park_all(const std::string& webhook, const std::string& reason);
  /// All of the webhook's deliveries are due now, with all their time. False when there are none.
  bool retry(const std::string& webhook);
  /// Deletes the deliveries of all other webhooks and returns how many.
  std::uint64_t keep_only(const std::vector<std::string>& webhooks);
  /// What waits for more than half a minute or for a reason, or is parked.
  std::vector<WaitingDeliveries> waiting();
  /// Deletes deliveries older than this, some at a time, and returns how many.
  std::uint64_t purge(std::chrono::days age);

 private:
  sql::Connection& database_;
};

}  // namespace spaconf
