// Writes accounts to the exchange at once, or marks them in our table for PendingAccounts.
#include "registration/accounts_on_exchange.h"

#include "base/error.h"
#include "registration/account_conflicts.h"

namespace spaconf {

std::int64_t AccountsOnExchange::add(const Account& account, const std::string& owner,
                                     const std::vector<std::string>& permissions, int position) {
  if (exchange_.joins_transactions()) {
    const auto id = store_.accounts.add(account, owner, permissions, nullptr);
    add_now(account, permissions, position);
    state_ = AccountState::current;
    return id;
  }
  state_ = AccountState::pending;
  const auto id = store_.accounts.add(account, owner, permissions, &cause_);
  bool is_free = false;
  const bool is_asked =
      ask([&] { is_free = require_free(exchange_, account.user, position, cause_.may_overwrite); });
  if (is_free) return id;
  if (is_asked) taken_over_.push_back(account.user);
  store_.accounts.set_not_free(id, cause_.may_overwrite, why_away_);
  return id;
}

/// False: the exchange is away. Its answer can wait until it is back.
bool AccountsOnExchange::ask(const std::function<void()>& question) {
  if (why_away_.empty()) why_away_ = exchange_.why_away();
  if (!why_away_.empty()) return false;
  if (exchange_.ask(question)) return true;
  why_away_ = exchange_.why_away();
  return false;
}

void AccountsOnExchange::add_now(const Account& account,
                                 const std::vector<std::string>& permissions, int position) {
  const std::string& user = account.user;
  if (!require_free(exchange_, user, position, cause_.may_overwrite)) {
    return take_over(account, permissions);
  }
  try {
    exchange_.add(account);
    exchange_.grant(account, permissions);
  } catch (const sql::Duplicate&) {
    throw sql::Busy("exchange", "account " + user + " was created there just now");
  }
}

void AccountsOnExchange::take_over(const Account& account,
                                   const std::vector<std::string>& permissions) {
  if (!exchange_.change(account)) {
    throw sql::Busy("exchange", "account " + account.user + " was removed just now");
  }
  exchange_.permit(account.user, permissions);
  taken_over_.push_back(account.user);
}

void AccountsOnExchange::change(const LockedAccount& account, bool password, bool permissions,
                                int position) {
  state_ = AccountState::current;
  if (exchange_.joins_transactions() && account.state == AccountState::current) {
    change_now(account, password, permissions, position);
  } else {
    state_ = leave_pending(account, password || permissions);
  }
}

void AccountsOnExchange::change_now(const LockedAccount& account, bool password, bool permissions,
                                    int position) {
  const std::string& user = account.user;
  const Account at_exchange = account.at_exchange(exchange_.domain());
  const bool is_known = is_there(exchange_, user, position);
  const bool is_changed = is_known && (!password || exchange_.change(at_exchange));
  if (!is_changed) {
    require_no_namesake(exchange_, user, position);
    try {
      exchange_.add(at_exchange);
    } catch (const sql::Duplicate&) {
      throw sql::Busy("exchange", "account " + user + " was created there just now");
    }
    created_again_.push_back(user);
  }
  if (!is_changed || permissions) exchange_.permit(user, account.permissions);
}

/// Returns the account's state afterwards.
AccountState AccountsOnExchange::leave_pending(const LockedAccount& account, bool is_changed) {
  if (account.state == AccountState::foreign) {
    if (!cause_.may_overwrite) return AccountState::foreign;
    taken_over_.push_back(account.user);
  } else if (account.state == AccountState::current && !is_changed) {
    bool is_missing = false;
    ask([&] { is_missing = !exchange_.has(account.user); });
    if (!is_missing) return AccountState::current;
    created_again_.push_back(account.user);
  }
  store_.accounts.set_pending(account.id, cause_);
  return AccountState::pending;
}

bool AccountsOnExchange::remove(const LockedAccount& account) {
  if (!exchange_.joins_transactions() || account.state != AccountState::current) {
    store_.accounts.set_leaving(account.id, cause_);
    state_ = AccountState::leaving;
    return true;
  }
  state_ = AccountState::current;
  const std::string there = exchange_.spelling(account.user);
  const bool is_free = there.empty() || there == account.user;
  const bool was_there = is_free && exchange_.remove(account.user);
  store_.accounts.remove(account.id);
  return was_there;
}

}  // namespace spaconf
