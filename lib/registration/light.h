// How a phone is doing, in one light with the next thing to do.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "account/account.h"
#include "registration/registration.h"

namespace spaconf {

/// Where and when a phone fetched its profile.
struct Fetched {
  std::string at;       ///< UTC, "2026-11-23 10:32:07"
  std::string address;  ///< Empty when the log does not say
};

/// What was seen of one phone. Times are UTC, "2026-11-23 10:32:07", and empty for never.
struct Sighting {
  bool fetches_are_known = false;  ///< False: nobody would tell us of a fetch
  std::optional<Fetched> fetched;  ///< The latest since it was registered
  std::vector<Contact> contacts;   ///< Where it is on-line, its own ones only
  std::string on_line_since;       ///< When it came on-line for the last time
  std::string missing_since;       ///< When it was missed first after that
  std::string stuck;               ///< What is parked: "profile" or "ticket"; empty: nothing
  std::string stuck_reason;
  std::string now;
};

/// One light. The word is of a fixed set, which pages give a shape and a colour:
/// "retired", "stuck", "profile pending", "on-line", "lost", "fetched its profile",
/// "waiting for the ticket" and "waiting for the phone".
struct Light {
  std::string word;
  std::string sentence;  ///< What is known, and from where
  std::string next;      ///< What to do now; empty when nothing is to be done
};

/// Pure: the same light for the same record and sighting.
Light light_of(const Record& record, const Sighting& seen);

/// The contacts of an account that are this phone's. Several phones of one person share an
/// account: what names another model of ours in its User-Agent is not this one, and of the rest
/// those at the address that this one fetched its profile from are. When none is there, a phone
/// may have moved since: then any of the rest counts.
std::vector<Contact> own_contacts(const std::vector<Contact>& contacts, const Model& model,
                                  std::string_view fetched_from);

/// The host of a contact: "192.0.2.7" of "sip:1001@192.0.2.7:5060;transport=udp".
std::string host_of(std::string_view uri);

/// "10:32 UTC" when it is today, else with the date.
std::string short_time(const std::string& time, const std::string& now);

}  // namespace spaconf
