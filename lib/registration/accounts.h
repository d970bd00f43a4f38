// The accounts of a phone's lines: in our tables and at the exchange, always both.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "registration/services.h"

namespace spaconf {

/// The exchange has the account, and it was not made here: it could be taken over.
class ForeignAccount : public Conflict {
 public:
  ForeignAccount(int position, const std::string& user);
};

/// For whom accounts are, and what may be done to those that are there.
struct Holder {
  std::string login;
  std::vector<std::string> permissions;
  bool takes_over = false;        ///< Accounts of the exchange that were not made here
  std::int64_t registration = 0;  ///< Whose accounts may change; 0: accounts are left as they are
};

/// Finds, makes, changes and removes accounts inside of the open transaction.
class Accounts {
 public:
  Accounts(Services& services, Holder holder) : services_(services), holder_(std::move(holder)) {}

  /// The number of the line's account, which is a new one or the person's own. The line
  /// gets the account's password. Throws Conflict: it is somebody else's, or was not made here.
  std::int64_t settle(Line& line);
  /// Removes the account from the exchange and from our tables, unless it still has a phone.
  void release(const std::string& user);

  /// What was done, for people.
  const std::vector<std::string>& story() const { return story_; }
  /// Users of accounts that were not made here and are ours from now on.
  const std::vector<std::string>& taken_over() const { return taken_over_; }
  /// Other registrations whose profiles have to follow.
  const std::set<std::int64_t>& others() const { return others_; }

 private:
  void add_to_exchange(const Account& account, const Line& line);
  void take_over(const Account& account);
  std::int64_t existing(Line& line);
  bool is_of_this_phone_alone(const HeldAccount& held);

  Services& services_;
  Holder holder_;
  std::vector<std::string> story_, taken_over_;
  std::set<std::int64_t> others_;
};

}  // namespace spaconf
