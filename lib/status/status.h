// Defines a phone's status, and the observations it is derived from.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "account/account.h"
#include "store/observations.h"
#include "store/registration.h"

namespace spaconf {

/// The observations of one phone: those in our tables, and what logs and the exchange say.
struct PhoneObservations : Observed {
  bool fetches_are_known = false;      ///< False: no log would show a fetch
  std::vector<Contact> contacts = {};  ///< The phone's own contacts
  std::vector<Contact> doubtful = {};  ///< Contacts of this phone or of another with its account
  bool contacts_are_known = true;      ///< False: the exchange did not answer

  /// Empty when that is not known: one of several phones with the account is online, or the
  /// exchange does not answer.
  std::optional<bool> is_online() const {
    if (!contacts_are_known || (contacts.empty() && !doubtful.empty())) return {};
    return !contacts.empty();
  }
  /// Since when the phone is online, if it is.
  const std::string& online() const {
    const bool is_noted = !online_since.empty() && missing_since.empty();
    return is_noted ? online_since : contacts.front().since;
  }
  /// Was it online, and has it not fetched its profile since? Only of a phone that is not online.
  bool is_lost() const {
    const std::string& last = std::max(online_since, missing_since);
    return !last.empty() && !(fetched && fetched->at > last);
  }
};

/// What a status says beside its label.
struct StatusText {
  std::string sentence;   ///< The reason, for people
  std::string next = {};  ///< What to do now; empty when nothing is to be done
};

/// Whether to worry. Pages repeat it as a colour.
enum class Tone { quiet, good, notice, error };
constexpr std::string_view name(Tone tone) {
  constexpr std::string_view names[] = {"quiet", "good", "notice", "error"};
  return names[int(tone)];
}

/// One of those that a phone can have: "stuck", "online", "waiting for the phone", …
struct StatusKind {
  std::string_view label;  ///< Pages give it a shape too
  Tone tone;
  bool (*applies)(const Record& record, const PhoneObservations& seen);
  StatusText (*text)(const Record& record, const PhoneObservations& seen);
  bool is_about_ticket = false;   ///< The next step is to look at it
  bool can_be_retried = false;    ///< The next step is to retry the parked task
  bool is_about_account = false;  ///< The next step is to edit the phone, or to retry its account
  bool is_about_phone = false;    ///< The next step is to set the phone up
};

/// How a phone is doing.
struct Status {
  const StatusKind& kind;
  std::string sentence, next;  ///< As in StatusText
};

/// Pure: the same status for the same record and observations.
Status status_of(const Record& record, const PhoneObservations& seen);

/// `fetched` is the latest fetch of its profile, if any.
PhoneMarks marks_of(const Record& record, const std::optional<Fetched>& fetched);

/// Contacts of an account.
struct Contacts {
  std::vector<Contact> own;       ///< Those of this phone
  std::vector<Contact> doubtful;  ///< If it has none: those that may belong to it or a sibling
};

/// The contacts of an account that are this phone's. `siblings` are the other phones with the
/// account. A contact whose User-Agent names another model of ours, the serial number or the MAC
/// of a sibling, or that is at the address where a sibling fetched its profile, is not this
/// phone's. Contacts that may belong to several phones count for each of them if there are as many
/// addresses as phones.
Contacts contacts_of(const std::vector<Contact>& contacts, const PhoneMarks& phone,
                     const std::vector<PhoneMarks>& siblings);

/// The host of a contact: "192.0.2.7" of "sip:1001@192.0.2.7:5060;transport=udp".
std::string host_of(std::string_view uri);

}  // namespace spaconf
