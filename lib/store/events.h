// The table of events: what happened to phones, in the one order in which programs read it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/sql.h"
#include "store/lock_order.h"
#include "store/registration.h"

namespace spaconf {

/// What can happen to a phone.
enum class EventType { registered, changed, profile_fetched, online, ticket_settled, retired };

/// A type of events with its name.
struct EventTypeName {
  EventType type;
  std::string_view name;  ///< In tables, in the API and in the configuration of webhooks
};

/// All types.
constexpr EventTypeName event_type_names[] = {
    {EventType::registered, "phone.registered"},
    {EventType::changed, "phone.changed"},
    {EventType::profile_fetched, "phone.profile_fetched"},  // for the first time
    {EventType::online, "phone.online"},                    // for the first time
    {EventType::ticket_settled, "ticket.settled"},
    {EventType::retired, "phone.retired"},
};

/// Something that happened, as the registration was then.
struct Event {
  std::int64_t position;  ///< From 1, without gaps, in the order of events
  std::string id;         ///< 32 hex digits, of this event for ever
  std::string type;       ///< One of event_type_names
  std::string at;         ///< UTC, "2026-11-23 10:33:07"
  std::string ref, login;
  int version;
  std::string mac;     ///< 12 hex digits; empty when it has none
  std::string action;  ///< Of a change: "edit", "move", …; otherwise empty
  std::string actor;   ///< Who did it; empty when spaconf observed it
};

/// An event that has just got its position.
struct NumberedEvent {
  std::int64_t position;
  std::string type;
};

/// Who did something, and by which action.
struct EventOrigin {
  std::string actor = {};   ///< Empty for what spaconf observed
  std::string action = {};  ///< Of a change
};

/// The table of events. An event is added in the transaction that does what it tells. Such
/// transactions end in another order than they began, so an id of AUTO_INCREMENT may become visible
/// after a larger one, and a reader who asks for what comes after an id would miss it. Therefore
/// the worker gives committed events their positions, in one transaction at a time, and readers see
/// only events that have one.
class Events {
 public:
  Events(sql::Connection& database, LockOrder& locks) : database_(database), locks_(locks) {}

  /// Locks the registration, and adds an event about it as it is now in the open transaction.
  void add(EventType type, std::int64_t registration, const EventOrigin& origin = {});
  /// The same for many that the open transaction has added.
  void add_each(EventType type, const std::vector<const Record*>& records,
                const EventOrigin& origin);
  /// The same for those of the registrations that are live and had no event of this type yet. It is
  /// known for ever which had one, also when the event is purged.
  void add_first(EventType type, const std::vector<std::int64_t>& registrations);

  /// Gives positions to at most so many events, inside the open transaction, and returns them in
  /// their order.
  std::vector<NumberedEvent> number(int most);
  /// Are there events without a position?
  bool are_unnumbered();

  /// At most so many events whose positions come after this one.
  std::vector<Event> after(std::int64_t position, int most);
  /// The event at a position; empty when it is purged.
  std::optional<Event> at(std::int64_t position);
  /// The latest position that an event got; 0 when none did.
  std::int64_t last();
  /// The latest position whose event is purged; 0 when none is.
  std::int64_t last_purged();

  /// Deletes events older than this, some at a time, and returns how many.
  std::uint64_t purge(std::chrono::days age);

 private:
  void add_if(const std::string& condition, EventType type, std::int64_t registration,
              const EventOrigin& origin);

  sql::Connection& database_;
  LockOrder& locks_;
};

}  // namespace spaconf
