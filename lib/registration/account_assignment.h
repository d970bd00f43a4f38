// Creates, changes and deletes the accounts of a phone's lines, in our tables and on the exchange.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "account/exchange.h"
#include "base/error.h"
#include "store/store.h"

namespace spaconf {

/// The exchange has the account, and it was not made here: it could be taken over.
class ForeignAccount : public Conflict {
 public:
  ForeignAccount(int position, const std::string& user);
};

/// The exchange has an account of this name in another domain and does not use domains.
class Namesake : public Conflict {
 public:
  Namesake(int position, const std::string& user, const std::string& domain);
};

/// For whom accounts are, and what may be done to those that are there.
struct AccountPolicy {
  std::string login;
  bool takes_over = false;        ///< Accounts of the exchange that were not made here
  std::int64_t registration = 0;  ///< Whose accounts may change; 0: accounts are left as they are
  std::string ref = {};           ///< Of that registration
  std::string actor = {};
  /// Accounts that the phone has had so far: what these may call can change.
  std::vector<std::string> users = {};
  /// The device leaves its accounts: those that other phones share get a new password.
  bool leaves_accounts = false;
  bool keeps_shared = false;  ///< They keep their passwords all the same
};

/// Another phone that has a line with a changed account.
struct OtherPhone {
  std::string ref;
  std::vector<std::string> story;  ///< What was changed, for people
  bool needs_profile = false;
  bool has_next_version = false;
};

/// Finds, makes, changes and removes accounts inside of the open transaction.
class AccountAssignment {
 public:
  AccountAssignment(Store& store, Exchange& exchange, AccountPolicy policy)
      : store_(store), exchange_(exchange), policy_(std::move(policy)) {}

  /// The number of the line's account, which is a new one or the person's own. The line
  /// gets the account's password and permissions. Throws Conflict: it is somebody else's, or was
  /// not made here. Throws Rejected: what was typed would change an account that is not to change.
  std::int64_t assign_account(Line& line);
  /// Removes the account that the phone has no more from the exchange and from our tables, unless
  /// another phone has it.
  void drop_if_unused(const std::string& user);

  /// What was done, for people.
  const std::vector<std::string>& story() const { return story_; }
  /// Users of accounts that were not made here and are ours from now on.
  const std::vector<std::string>& taken_over() const { return taken_over_; }
  /// Users of accounts of ours that the exchange had lost.
  const std::vector<std::string>& created_again() const { return created_again_; }
  /// By the numbers of their registrations.
  const std::map<std::int64_t, OtherPhone>& others() const { return others_; }

 private:
  bool may_change() const { return policy_.registration != 0; }
  bool had(const std::string& user) const;
  void add_to_exchange(const Account& account, const Line& line);
  void require_no_namesake(const std::string& user, int position);
  void take_over(const Account& account, const std::vector<std::string>& permissions);
  /// The account of this name, with its row locked; empty when we have none.
  std::optional<LockedAccount> held_for(const Line& line);
  std::int64_t existing(Line& line, const LockedAccount& held);
  void refuse_changes(const Line& line, const LockedAccount& held) const;
  bool is_same(const std::vector<std::string>& typed, const LockedAccount& held) const;
  std::vector<AccountPhone> other_phones(const LockedAccount& held);
  /// `phones` are the others that have it.
  void change(const LockedAccount& before, const LockedAccount& after, int position,
              const std::vector<AccountPhone>& phones);
  void change_at_exchange(const LockedAccount& account, bool password, bool permissions,
                          int position);
  void next_version(const std::vector<AccountPhone>& phones);
  void tell(const std::string& sentence, const std::vector<AccountPhone>& phones);

  Store& store_;
  Exchange& exchange_;
  AccountPolicy policy_;
  std::vector<std::string> story_, taken_over_, created_again_;
  std::map<std::int64_t, OtherPhone> others_;
};

}  // namespace spaconf
