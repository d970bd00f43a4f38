// Creates, changes and deletes the accounts of a phone's lines, in our tables and on the exchange.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "account/exchange.h"
#include "base/translation.h"
#include "registration/accounts_on_exchange.h"
#include "store/store.h"

namespace spaconf {

/// The owner of the accounts, and which changes of existing accounts are allowed.
struct AccountPolicy {
  std::string login;
  std::int64_t phone = 0;   ///< The registration that gets and loses accounts
  bool takes_over = false;  ///< Takes over accounts that spaconf did not create
  bool may_change = false;  ///< Existing accounts may change
  std::string actor = {};
  /// The phone's accounts so far; their permissions can change.
  std::vector<std::string> users = {};
  /// The device loses its accounts; those that other phones share get a new password.
  bool leaves_accounts = false;
  bool keeps_shared = false;  ///< Shared accounts keep their passwords anyway
};

/// Another phone that uses a changed account.
struct OtherPhone {
  std::string ref;
  std::vector<Phrase> changes;  ///< The changes, for people
  bool needs_profile = false;
  bool has_next_version = false;
};

/// Finds, creates, changes and removes accounts inside the open transaction.
class AccountAssignment {
 public:
  AccountAssignment(Store& store, Exchange& exchange, AccountPolicy policy)
      : store_(store),
        exchange_(exchange),
        policy_(std::move(policy)),
        on_exchange_(store, exchange,
                     {.registration = policy_.phone, .may_overwrite = policy_.takes_over}) {}

  /// The number of the line's account, which is a new one or the person's own. The line
  /// gets the account's password and permissions. Throws Conflict: another person has it, or
  /// spaconf did not create it. Throws Rejected: the input would change an account that must not
  /// change.
  std::int64_t assign_account(Line& line);
  /// Removes an account that the phone no longer has from the exchange and from our tables, unless
  /// another phone has it.
  void drop_if_unused(const std::string& user);

  /// The changes, for people.
  const std::vector<Phrase>& changes() const { return changes_; }
  /// Users of accounts that were taken over.
  const std::vector<std::string>& taken_over() const { return on_exchange_.taken_over(); }
  /// Users of accounts that were missing on the exchange.
  const std::vector<std::string>& created_again() const { return on_exchange_.created_again(); }
  /// By the ids of their registrations.
  const std::map<std::int64_t, OtherPhone>& others() const { return others_; }

 private:
  bool had(const std::string& user) const;
  /// The account of this name, with its row locked; empty when we have none.
  std::optional<LockedAccount> held_for(const Line& line);
  std::int64_t existing(Line& line, const LockedAccount& held);
  void refuse_changes(const Line& line, const LockedAccount& held) const;
  bool is_same(const std::vector<std::string>& typed, const LockedAccount& held) const;
  std::vector<AccountPhone> other_phones(const LockedAccount& held);
  /// `phones` are the other phones that have it.
  void change(const LockedAccount& before, const LockedAccount& after, int position,
              const std::vector<AccountPhone>& phones);
  /// Throws Conflict when its row cannot be read.
  std::optional<LockedRecord> lock_other(const AccountPhone& phone);
  void next_version(const std::vector<AccountPhone>& phones);
  void tell(const Phrase& change, const std::vector<AccountPhone>& phones);

  Store& store_;
  Exchange& exchange_;
  AccountPolicy policy_;
  AccountsOnExchange on_exchange_;
  std::vector<Phrase> changes_;
  std::map<std::int64_t, OtherPhone> others_;
};

/// Adds an audit entry for each account that was taken over.
void audit_taken_over(AuditTrail& audit_trail, const std::string& actor, const std::string& ref,
                      const AccountAssignment& accounts);

}  // namespace spaconf
