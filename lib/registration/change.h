// Changes a registered phone, or shows what a change would do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "registration/services.h"
#include "store/registration.h"

namespace spaconf {

/// What a phone is to be from now on, and who says so.
struct Change {
  std::string actor;
  std::string key;          ///< The request key: the same for a retry
  std::string fingerprint;  ///< Of what is asked for
  std::string ref;
  int version;         ///< Of the registration that was looked at
  std::string action;  ///< "edit", "replace", "move", "retire", …: as the audit names it
  /// A line without password keeps its account's, or gets a new one with a new account.
  /// Empty: the phone is retired.
  std::optional<Registration> wanted;
  Person person;
  bool takes_over = false;  ///< Accounts of the exchange that were not made here
  /// Accounts that other phones share keep their passwords, also when the device leaves them.
  bool keeps_passwords = false;
  std::vector<std::string> remarks = {};  ///< What of a former version is left out, for people
  bool of_batch = false;  ///< One of many: its ticket lets those of single phones go first
};

/// What a change does, for people; nothing secret is in it.
struct Effects {
  std::vector<std::string> rows;  ///< "hostname: phone-1 → phone-2", "account 1001: a new password"
  std::string profile;            ///< A unified diff; empty when the file stays as it is
  std::string note;               ///< What the ticket is told; empty when nothing
};

/// Somebody else has changed the registration since it was looked at.
class Overtaken : public Conflict {
 public:
  Overtaken()
      : Conflict({"",
                  "Someone else has changed this phone in the meantime. Nothing was saved; "
                  "your input is kept below, next to the current values."}) {}
};

/// Why nothing can be changed any more.
constexpr std::string_view is_retired =
    "This phone was retired, so nothing of it can be changed. To use it again, register it anew.";

/// Tells what the change would do, and does nothing. Throws like change_phone().
Effects effects_of(Services& services, const Change& change);

/// Carries the change out. When it returns, the change is durable: our rows and the
/// exchange's in one transaction, the profile at once or by the worker, the ticket by
/// the worker. The same change with the same key again does nothing. Gives the references of other
/// phones that have a next version by it, since they share an account.
///
/// Throws Overtaken; Conflict: the new phone is registered already (with the reference),
/// an account belongs to somebody else, the phone was retired. Throws Rejected: the key
/// was used for something else. Throws Unavailable: then nothing has happened.
std::vector<std::string> change_phone(Services& services, const Change& change);

}  // namespace spaconf
