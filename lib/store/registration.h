// A phone, its person and its lines: as a form asks for them, and as they are stored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret.h"
#include "person/person.h"
#include "phone/mac.h"
#include "phone/model.h"
#include "phone/settings.h"

namespace spaconf {

/// How the exchange has an account: `current`: as our row says; `pending`, `leaving`: it is still
/// to be written, or removed; `foreign`: it has one of this name that spaconf did not create.
enum class AccountState { current, pending, leaving, foreign };
constexpr std::string_view account_states[] = {"current", "pending", "leaving", "foreign"};

/// One line of a phone.
struct Line {
  int position;         ///< From 1
  std::string user;     ///< SIP user: "1001"
  Secret password;      ///< Empty: the account's own, or a new one
  std::string display;  ///< Any text; empty: the person's name
  /// What its account may call. Of a record: as it is. Of a form: empty when nothing was
  /// typed, and then a new account may call nothing and another one keeps what it has.
  std::optional<std::vector<std::string>> permissions = {};
  AccountState account_state = AccountState::current;  ///< Of a record
  std::string account_reason = {};                     ///< Why it is not current; likewise
  bool has_new_account = false;  ///< Of a record that was just stored: added with it
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

/// Whether it is in use. The names are those of the tables.
enum class RegistrationState { live, retiring, retired };
constexpr std::string_view registration_states[] = {"live", "retiring", "retired"};

/// How far the profile has come; `adopted`: the phone has one from before spaconf, which nothing
/// has changed yet.
enum class ProfileState { none, pending, done, adopted };
constexpr std::string_view profile_states[] = {"none", "pending", "done", "adopted"};
/// How far the ticket has come; `unknown`: it was asked for, and it is not known whether it exists;
/// `none`: it is not needed.
enum class TicketState { pending, unknown, done, parked, none };
constexpr std::string_view ticket_states[] = {"pending", "unknown", "done", "parked", "none"};

constexpr std::string_view name(RegistrationState state) { return registration_states[int(state)]; }
constexpr std::string_view name(ProfileState state) { return profile_states[int(state)]; }
constexpr std::string_view name(AccountState state) { return account_states[int(state)]; }
constexpr std::string_view name(TicketState state) { return ticket_states[int(state)]; }

/// A registration as our tables have it. Its lines have no passwords.
struct Record {
  std::int64_t id = 0;
  std::string ref;  ///< Ten letters and digits: how people and tickets name it
  RegistrationState state = RegistrationState::live;
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
  /// The reference of the batch whose phones have one ticket together; empty: it has its own.
  std::string ticket_batch;
  std::string search_terms;  ///< By which it is found in the database, separated by blanks
  std::string actor;         ///< Who registered it
  std::int64_t rollout = 0;  ///< With add(): the roll-out that it is part of; 0: none
  std::string created;       ///< UTC, "2026-11-23 10:33:07"
  std::string changed;       ///< Since when it is this version, likewise

  bool is_live() const { return state == RegistrationState::live; }
  /// A line whose account is not on the exchange as it is to be, first of all one that needs a
  /// decision; nullptr when there is none.
  const Line* waiting_line() const;
  /// Are its accounts on the exchange, and its profile in the folder, if it has one?
  bool is_complete() const { return profile != ProfileState::pending && !waiting_line(); }
};

/// A record whose lines have their passwords: what a profile is made from.
struct RecordWithPasswords : Record {
  RecordWithPasswords() = default;
  explicit RecordWithPasswords(Record record) : Record(std::move(record)) {}
};

}  // namespace spaconf
