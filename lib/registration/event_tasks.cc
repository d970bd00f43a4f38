// Numbers events and delivers them. An event is leased before it is sent and sent again after a
// crash, with the same id, by which a receiver knows it.
#include "registration/event_tasks.h"

#include <algorithm>
#include <ctime>

#include "base/error.h"
#include "base/log.h"
#include "registration/back_off.h"
#include "registration/event_json.h"

namespace spaconf {
namespace {

constexpr int numbered_at_once = 500, sent_at_once = 50;
/// After this time the worker does something else.
constexpr std::chrono::seconds longest_turn{1};
constexpr std::chrono::seconds lease = 2 * longest_webhook_call;
constexpr std::chrono::minutes longest_back_off{10};
constexpr std::chrono::days longest_wait{3};
/// HTTP: the receiver is gone for good.
constexpr long gone = 410;

}  // namespace

EventTasks::EventTasks(const Section& webhooks, Store& store, std::string worker)
    : store_(store), worker_(std::move(worker)) {
  for (const std::string& name : webhooks.sections()) {
    subscriptions_.push_back(subscription(webhooks, name));
  }
}

EventTasks::Subscription EventTasks::subscription(const Section& webhooks,
                                                  const std::string& name) {
  const Section section = webhooks.section(name);
  if (!is_client_name(name)) {
    webhooks.wrong(name, "a webhook's name has up to 64 of a to z, 0 to 9, \".\" and \"-\"");
  }
  std::vector<std::string> types = section.texts("events");
  for (const std::string& type : types) {
    if (std::ranges::find(event_type_names, type, &EventTypeName::name) ==
        std::end(event_type_names)) {
      section.wrong("events", "\"" + type + "\" is not a type of events");
    }
  }
  return {.name = name, .types = std::move(types), .webhook = Webhook(section)};
}

bool EventTasks::Subscription::wants(const std::string& type) const {
  return types.empty() || std::ranges::find(types, type) != types.end();
}

void EventTasks::number() {
  if (!store_.events.are_unnumbered()) return;
  store_.transact([&] {
    for (const NumberedEvent& event : store_.events.number(numbered_at_once)) {
      for (const Subscription& each : subscriptions_) {
        if (each.wants(event.type)) store_.deliveries.add(each.name, event.position);
      }
    }
  });
}

int EventTasks::deliver() {
  if (!has_dropped_others_) drop_others();
  int arrived = 0;
  for (Subscription& each : subscriptions_) arrived += deliver_to(each);
  return arrived;
}

void EventTasks::drop_others() {
  std::vector<std::string> names;
  for (const Subscription& each : subscriptions_) names.push_back(each.name);
  const std::uint64_t count = store_.deliveries.keep_only(names);
  if (count > 0) {
    log(Priority::warning, "events dropped",
        {{"count", std::to_string(count)}, {"why", "their webhook is not configured"}});
  }
  has_dropped_others_ = true;
}

int EventTasks::deliver_to(Subscription& subscription) {
  const auto begin = std::chrono::steady_clock::now();
  if (begin < subscription.next) return 0;
  auto end = begin;
  int arrived = 0;
  while (arrived < sent_at_once && end < begin + longest_turn) {
    const auto delivery = store_.deliveries.lease_first(subscription.name, worker_, lease);
    const bool has_arrived = delivery && deliver(subscription, *delivery);
    end = std::chrono::steady_clock::now();
    if (!has_arrived) break;
    ++arrived;
  }
  // A slow receiver gets little of the worker's time: tickets and other receivers wait meanwhile.
  if (end >= begin + longest_turn) subscription.next = end + 5 * (end - begin);
  return arrived;
}

/// False when it has not arrived.
bool EventTasks::deliver(Subscription& subscription, const Delivery& delivery) {
  const auto event = store_.events.at(delivery.position);
  if (event) {
    long status = 0;
    try {
      status = subscription.webhook.send(
          {.id = event->id, .time = std::time(nullptr), .body = event_message(*event)});
    } catch (const Unavailable& error) {
      note_failure(delivery, error.what());
      return false;
    }
    if (status == gone) {
      store_.deliveries.park_all(delivery.webhook, "HTTP 410: the receiver wants no more events");
      log(Priority::warning, "webhook parked",
          {{"webhook", delivery.webhook}, {"why", "HTTP 410"}});
      return false;
    }
    if (status < 200 || status > 299) {
      note_failure(delivery, "HTTP " + std::to_string(status));
      return false;
    }
  }
  store_.deliveries.done(delivery);
  return true;
}

void EventTasks::note_failure(const Delivery& delivery, const std::string& reason) {
  log(Priority::warning, "event deferred", {{"webhook", delivery.webhook}, {"why", reason}});
  store_.deliveries.failed(delivery, reason, back_off(delivery.attempts, longest_back_off),
                           longest_wait);
}

}  // namespace spaconf
