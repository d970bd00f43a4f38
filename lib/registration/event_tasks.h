// Gives events their order and sends them to webhooks.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/config.h"
#include "store/store.h"
#include "webhook/webhook.h"

namespace spaconf {

/// The worker's part that concerns events.
class EventTasks {
 public:
  /// Reads the sections of [webhook]. `worker` is its name in leases. Throws Misconfigured.
  EventTasks(const Section& webhooks, Store& store, std::string worker);

  /// Gives committed events their positions, some at a time; then the API shows them. Those that a
  /// webhook wants are from then on to be delivered, so a new webhook begins with later events.
  void number();
  /// Sends due events, to each webhook in their order, and returns how many have arrived. A webhook
  /// that fails gets its next event only after a while; what it has not taken for three days is
  /// parked. Events for webhooks that are no longer configured are dropped.
  int deliver();

 private:
  /// A webhook and what is sent to it.
  struct Subscription {
    std::string name;
    std::vector<std::string> types;  ///< Of events; all when it is empty
    Webhook webhook;
    std::chrono::steady_clock::time_point next{};

    bool wants(const std::string& type) const;
  };
  static Subscription subscription(const Section& webhooks, const std::string& name);
  void drop_others();
  int deliver_to(Subscription& subscription);
  bool deliver(Subscription& subscription, const Delivery& delivery);
  void note_failure(const Delivery& delivery, const std::string& reason);

  Store& store_;
  std::string worker_;
  std::vector<Subscription> subscriptions_;
  bool has_dropped_others_ = false;
};

}  // namespace spaconf
