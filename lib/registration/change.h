// Changes a registered phone, or shows what a change would do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/template.h"
#include "base/translation.h"
#include "registration/publisher.h"
#include "store/registration.h"

namespace spaconf {

struct Action;

/// A requested change of a phone.
struct Change {
  std::string actor;
  std::string key_owner;    ///< The one whose request keys these are: the user or the program
  std::string key;          ///< The request key: the same for a retry
  std::string fingerprint;  ///< Of the requested change
  std::string ref;
  int version;           ///< The version that the user saw
  const Action* action;  ///< Its row in actions.h
  /// A line without password keeps its account's, or gets a new one with a new account.
  /// Empty: the phone is retired.
  std::optional<Registration> wanted;
  Person person;
  bool takes_over = false;  ///< Takes over accounts that spaconf did not create
  /// Accounts that other phones share keep their passwords even if the device loses them.
  bool keeps_passwords = false;
  std::vector<Phrase> remarks = {};  ///< What is not restored from an earlier version, for people
  bool of_batch = false;             ///< Part of an import: tickets of single phones come first
};

/// The effects of a change, for people, without secrets.
struct Effects {
  std::vector<std::string> rows;  ///< "hostname: phone-1 → phone-2", "account 1001: a new password"
  std::string profile;            ///< A unified diff; empty when the file does not change
  std::string note;               ///< The ticket comment; may be empty
};

/// Someone else has changed the registration since the user saw it.
class Overtaken : public Conflict {
 public:
  Overtaken()
      : Conflict({"", _("Someone else has changed this phone in the meantime. Nothing was saved; "
                        "your input is kept below, next to the current values.")}) {}
};

/// The reason why a retired phone cannot be changed, to be translated.
constexpr const char* is_retired =
    N_("This phone was retired and cannot be changed. To use it again, register it again.");

/// Changes registered phones.
class PhoneChanger {
 public:
  PhoneChanger(Store& store, Exchange& exchange, Publisher& publisher, const Templates& templates)
      : store_(store), exchange_(exchange), publisher_(publisher), templates_(templates) {}

  /// Returns the effects of the change without carrying it out. Throws like carry_out().
  Effects effects_of(const Change& change);

  /// Carries the change out. When it returns, the change is durable: our rows and the
  /// exchange's in one transaction, the profile at once or by the worker, the ticket by
  /// the worker. Repeating a change with the same key does nothing. Returns the references of other
  /// phones that got a new version because they share an account.
  ///
  /// Throws Overtaken; Conflict: the new phone is registered already (with the reference),
  /// an account belongs to another person, the phone was retired. Throws Rejected: the key
  /// was used for something else. Throws Unavailable: then nothing has happened.
  std::vector<std::string> carry_out(const Change& change);

 private:
  Store& store_;
  Exchange& exchange_;
  Publisher& publisher_;
  const Templates& templates_;
};

}  // namespace spaconf
