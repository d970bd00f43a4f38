// A phone, its person and its lines: what somebody wants, and what we have written down.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "person/person.h"
#include "phone/mac.h"
#include "phone/model.h"
#include "phone/settings.h"

namespace spaconf {

/// One line of a phone.
struct Line {
  int position;         ///< From 1
  std::string user;     ///< SIP user: "1001"
  Secret password;      ///< Empty: the account's own, or a new one
  std::string display;  ///< Any text; empty: the person's name
  /// What its account may call. Of a record: as it is. Of a form: empty when nothing was
  /// typed, and then a new account may call nothing and another one keeps what it has.
  std::optional<std::vector<std::string>> permissions = {};
};

/// What a checked form asks for.
struct Registration {
  std::string login;
  const Model* model = nullptr;
  std::optional<Mac> mac;  ///< Empty for a software phone
  std::string serial, hostname, inventory;
  std::vector<Line> lines;
  std::vector<Setting> settings;  ///< Parameters that only this phone has
};

/// Where the profile stands, and what tables and pages call that.
enum class ProfileState { none, pending, done };
constexpr std::string_view profile_states[] = {"none", "pending", "done"};
/// Where the ticket stands; `unknown` is asked for, and not known whether it exists; `none` is
/// not needed any more.
enum class TicketState { pending, unknown, done, parked, none };
constexpr std::string_view ticket_states[] = {"pending", "unknown", "done", "parked", "none"};

constexpr std::string_view name(ProfileState state) { return profile_states[int(state)]; }
constexpr std::string_view name(TicketState state) { return ticket_states[int(state)]; }

/// A registration as our tables have it.
struct Record {
  std::int64_t id = 0;
  std::string ref;    ///< Ten letters and digits: how people and tickets name it
  std::string state;  ///< "live", "retiring" or "retired"
  Registration wanted;
  Person person;  ///< As the directory had them when that was last asked for
  int version = 1, generation = 1;
  ProfileState profile = ProfileState::none;
  std::string profile_reason;  ///< Why it is still pending
  TicketState ticket = TicketState::pending;
  std::int64_t ticket_number = 0;  ///< 0: none yet
  std::string ticket_status;       ///< In the ticket system's words
  bool ticket_is_settled = false;  ///< By the ticket system's own rules
  std::string ticket_mail;         ///< Whom we wanted as its requestor; empty when not known
  std::string ticket_requestor;    ///< The ticket system's spelling of that address; likewise
  std::string actor;               ///< Who registered it
  std::string created;             ///< UTC, "2026-11-23 10:33:07"
  std::string changed;             ///< Since when it is this version, likewise
  std::string fault = {};  ///< Why its passwords could not be read, among many; empty: they were
};

}  // namespace spaconf
