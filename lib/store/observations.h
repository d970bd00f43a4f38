// The tables of what was observed of phones: fetched profiles, and since when phones are online.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/sql.h"
#include "phone/model.h"
#include "store/events.h"

namespace spaconf {

/// Where and when a phone fetched its profile.
struct Fetched {
  std::string at;       ///< UTC, "2026-11-23 10:32:07"
  std::string address;  ///< Empty when the log does not say
};

/// What our tables know of one phone. Times are UTC, "2026-11-23 10:32:07", and empty for never.
struct Observed {
  std::string now = {};
  std::optional<Fetched> fetched = {};  ///< The latest since it was registered
  std::string online_since = {};        ///< When it last came online
  std::string missing_since = {};       ///< When it was first found offline after that
  std::string parked_task = {};         ///< "profile" or "ticket"; empty: none
  std::string parked_reason = {};
};

/// What tells one phone from others with the same account.
struct PhoneMarks {
  const Model* model = nullptr;
  std::string mac = {};           ///< 12 hex digits; empty when it has none
  std::string serial = {};        ///< Empty when it is not known
  std::string fetched_from = {};  ///< The address that it fetched its profile from last
};

/// A live phone with a line of an account whose contacts were asked for.
struct AccountUser {
  std::int64_t registration;
  std::string user;
  PhoneMarks phone;
  bool was_online;
};

/// Fetched profiles and the table of phones that are online.
class Observations {
 public:
  Observations(sql::Connection& database, Events& events) : database_(database), events_(events) {}

  Observed of(std::int64_t registration);
  /// The other live phones that have a line with one of the registration's accounts; those of
  /// unknown models are left out.
  std::vector<PhoneMarks> siblings_of(std::int64_t registration);

  /// The database's time: UTC, "2026-11-23 10:32:07".
  std::string now();
  /// Live phones that have a line with one of these accounts, at most batch_size, which are in
  /// small letters: an exchange may keep contacts so.
  std::vector<AccountUser> phones_of(const std::vector<std::string>& users,
                                     const std::string& domain);
  /// These phones are online: registration and since when. The first time is an event. Not for use
  /// in a transaction.
  void came_online(const std::vector<std::pair<std::int64_t, std::string>>& arrivals);
  /// Registrations that are online as far as we know, in the order of their numbers, which come
  /// after `after`.
  std::vector<std::int64_t> online_after(std::int64_t after, int most);
  /// Those of the phones that came online before this time are not online any more.
  void went_offline(const std::vector<std::int64_t>& registrations, const std::string& before);
  /// The registration is another phone or another person's from now on, and was not online yet.
  void forget_online(std::int64_t registration);

 private:
  sql::Connection& database_;
  Events& events_;
};

}  // namespace spaconf
