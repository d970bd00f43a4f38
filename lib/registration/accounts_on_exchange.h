// Has accounts written to the exchange: in our transaction where it covers the exchange's tables,
// else afterwards, by PendingAccounts.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "account/exchange.h"
#include "store/store.h"

namespace spaconf {

/// The exchange's side of the accounts that one phone's change assigns.
class AccountsOnExchange {
 public:
  /// `cause` is the phone, and whether accounts that spaconf did not create are taken over.
  AccountsOnExchange(Store& store, Exchange& exchange, const Cause& cause)
      : store_(store), exchange_(exchange), cause_(cause) {}

  /// Adds the new account to our table and to the exchange, and returns its number. Throws
  /// sql::Duplicate when our table has it, and what account_conflicts.h has, at this line.
  std::int64_t add(const Account& account, const std::string& owner,
                   const std::vector<std::string>& permissions, int position);
  /// Writes what has changed of an account that our table has already.
  void change(const LockedAccount& account, bool password, bool permissions, int position);
  /// Removes the account from the exchange and from our table, or leaves that to be done. False:
  /// the exchange did not have it.
  bool remove(const LockedAccount& account);

  /// Why the exchange did not answer a question; empty when it answered all.
  const std::string& why_away() const { return why_away_; }
  /// Of the account that was added, changed or removed last.
  AccountState state() const { return state_; }
  /// Users of accounts that were taken over.
  const std::vector<std::string>& taken_over() const { return taken_over_; }
  /// Users of accounts that were missing on the exchange.
  const std::vector<std::string>& created_again() const { return created_again_; }

 private:
  bool ask(const std::function<void()>& question);
  AccountState leave_pending(const LockedAccount& account, bool is_changed);
  void add_now(const Account& account, const std::vector<std::string>& permissions, int position);
  void take_over(const Account& account, const std::vector<std::string>& permissions);
  void change_now(const LockedAccount& account, bool password, bool permissions, int position);

  Store& store_;
  Exchange& exchange_;
  const Cause cause_;
  AccountState state_ = AccountState::current;
  std::string why_away_;  // the exchange did not answer a question
  std::vector<std::string> taken_over_, created_again_;
};

}  // namespace spaconf
