// Both tables are changed in one transaction, and an account's row is locked before
// anybody asks whether a phone still uses it.
#include "registration/accounts.h"

#include <algorithm>

#include "account/password.h"
#include "base/error.h"
#include "base/login.h"
#include "registration/columns.h"

namespace spaconf {

ForeignAccount::ForeignAccount(int position, const std::string& user)
    : Conflict({line_field(position, "user"),
                "The exchange has an account " + user +
                    " that was not made here. It is left as it is; choose another number, or take "
                    "the account over."}) {}

std::int64_t Accounts::settle(Line& line) {
  Account account{line.user, services_.exchange.domain(),
                  line.password.empty() ? new_password() : line.password};
  std::int64_t id = 0;
  // Most are new, so that is tried first; a refused INSERT leaves the transaction as it was.
  try {
    id = services_.ledger.add_account(account, holder_.login, holder_.permissions);
  } catch (const sql::Duplicate&) {
    return existing(line);
  }
  add_to_exchange(account, line);
  line.password = account.password;
  return id;
}

void Accounts::add_to_exchange(const Account& account, const Line& line) {
  const std::string field = line_field(line.position, "user");
  try {
    services_.exchange.add(account);
  } catch (const sql::Duplicate&) {
    // For SIP it is another one, so it cannot become ours.
    const std::string there = services_.exchange.spelling(account.user);
    if (!there.empty() && there != account.user) {
      throw Conflict({field, "The exchange has an account " + there +
                                 ", which it does not tell from " + account.user +
                                 "; choose another number."});
    }
    if (holder_.takes_over) return take_over(account);
    throw ForeignAccount(line.position, account.user);
  }
  try {
    services_.exchange.grant(account, holder_.permissions);
  } catch (const sql::Duplicate&) {
    throw Conflict({field, "The exchange has permissions of a former account " + account.user +
                               ". They are left as they are; choose another number, or have "
                               "them removed there first."});
  }
  story_.push_back("account " + account.user + ": made at the exchange");
}

void Accounts::take_over(const Account& account) {
  services_.exchange.change(account);
  services_.exchange.permit(account.user, holder_.permissions);
  taken_over_.push_back(account.user);
  story_.push_back("account " + account.user +
                   ": taken over, with another password; whoever used it has to be told");
}

bool Accounts::is_of_this_phone_alone(const HeldAccount& held) {
  // Its lines were taken away before they are settled anew.
  return services_.ledger.phones_with(held.id).empty();
}

std::int64_t Accounts::existing(Line& line) {
  auto held = services_.ledger.hold(line.user, services_.exchange.domain());
  if (!held) throw sql::Busy("database", "account " + line.user + " was removed just now");
  const bool changes_owner = !same_login(held->owner, holder_.login);
  const bool may_change = holder_.registration != 0;
  if (changes_owner && !(may_change && is_of_this_phone_alone(*held))) {
    throw Conflict(
        {line_field(line.position, "user"), line.user + " belongs to " + held->owner + "."});
  }
  const bool wants_password =
      !line.password.empty() && line.password.reveal() != held->account.password.reveal();
  if (changes_owner) {
    // Whoever had it before knows its password.
    held->owner = holder_.login;
    held->account.password = new_password();
    story_.push_back("account " + line.user + ": given to " + holder_.login);
  } else if (may_change && wants_password) {
    held->account.password = line.password;
  }
  const bool changes_password = changes_owner || (may_change && wants_password);
  const bool changes_permissions = may_change && held->permissions != holder_.permissions;
  if (changes_password) {
    services_.ledger.keep_password(held->id);
    services_.exchange.change(held->account);
    story_.push_back("account " + line.user + ": a new password");
    for (std::int64_t other : services_.ledger.phones_with(held->id)) others_.insert(other);
    others_.erase(holder_.registration);
  }
  if (changes_permissions) {
    held->permissions = holder_.permissions;
    services_.exchange.permit(line.user, held->permissions);
    story_.push_back("account " + line.user + ": permissions " +
                     (held->permissions.empty() ? "none" : joined(held->permissions)));
  }
  if (changes_password || changes_permissions) services_.ledger.change(*held);
  line.password = held->account.password;
  return held->id;
}

void Accounts::release(const std::string& user) {
  auto held = services_.ledger.hold(user, services_.exchange.domain());
  if (!held || !services_.ledger.phones_with(held->id).empty()) return;
  services_.exchange.remove(user);
  services_.ledger.remove_account(held->id);
  story_.push_back("account " + user + ": leaves the exchange");
}

}  // namespace spaconf
