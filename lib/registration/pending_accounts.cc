// Writes pending accounts to the exchange and removes leaving ones.
// Every step can be repeated: our row says what is still to be done until the transaction commits.
// A row that spaconf did not write is never changed; a person decides. One that an interrupted try
// wrote is recognised by its password, if the exchange had none of this name before.
#include "registration/pending_accounts.h"

#include <strings.h>

#include <algorithm>

#include "base/error.h"
#include "base/log.h"
#include "registration/account_conflicts.h"
#include "registration/audit_events.h"
#include "registration/why_failed.h"

namespace spaconf {
namespace {

/// The position in a conflict whose sentence is all that is shown.
constexpr int any_line = 1;

}  // namespace

std::string PendingAccounts::bring(std::int64_t registration) {
  std::string reason;
  is_away_ = must_be_repeated_ = false;
  const auto waiting = store_.accounts.waiting_for(registration);
  const std::string failure =
      why_failed([&] { exchange_.in_time([&] { reason = bring_all(waiting); }); });
  if (failure.empty()) return reason;
  is_away_ = true;
  for (std::int64_t each : waiting) store_.accounts.put_off(each, failure);
  return failure;
}

/// Returns why the last one of those that wait does.
std::string PendingAccounts::bring_all(const std::vector<std::int64_t>& accounts) {
  std::string reason;
  for (std::int64_t each : accounts) {
    const auto account = store_.accounts.lock_waiting(each);
    if (!account) continue;
    const std::string why = bring_one(*account);
    if (!why.empty()) reason = why;
    // Each of them would wait for the answer.
    if (is_away_) break;
  }
  return reason;
}

/// In another domain it may be the name of another account.
void PendingAccounts::require_domain(const LockedAccount& account) const {
  if (::strcasecmp(account.domain.c_str(), exchange_.domain().c_str()) == 0) return;
  throw std::runtime_error("account " + account.user + " is of the former domain " +
                           account.domain);
}

/// Returns why it is not current.
std::string PendingAccounts::bring_one(const LockedAccount& account) {
  if (account.state == AccountState::foreign) return account.reason;
  std::string reason;
  try {
    require_domain(account);
    if (account.state == AccountState::leaving) {
      exchange_.transact([&] { remove(account); });
      store_.accounts.remove(account.id);
    } else if (is_found_free(account)) {
      store_.accounts.set_free(account.id);
      must_be_repeated_ = true;
    } else {
      exchange_.transact([&] { write(account); });
      store_.accounts.set_current(account.id);
    }
    return "";
  } catch (const Conflict& conflict) {
    store_.accounts.set_foreign(account.id, conflict.what());
    log(Priority::warning, "account refused", {{"user", account.user}, {"why", conflict.what()}});
    return conflict.what();
  } catch (const sql::Duplicate&) {
    reason = "exchange: " + account.user + " was created there just now";
  } catch (const Unavailable& error) {
    if (error.service() == "database") throw;
    is_away_ = true;
    reason = error.what();
  } catch (const std::exception& error) {
    reason = error.what();
  }
  store_.accounts.put_off(account.id, reason);
  return reason;
}

void PendingAccounts::write(const LockedAccount& account) {
  const Account wanted = account.at_exchange(exchange_.domain());
  if (is_there(exchange_, account.user, any_line)) {
    if (!account.is_ours && !is_ours(account)) take_over(account);
  } else if (account.is_ours) {
    // Permissions that an account of ours left are ours.
    require_no_namesake(exchange_, account.user, any_line);
  } else {
    require_free(exchange_, account.user, any_line, false);
    // Refused if one was created there since.
    exchange_.add(wanted);
    return exchange_.grant(wanted, account.permissions);
  }
  exchange_.put(wanted, account.permissions);
}

/// Has its name turned out to be free there? That must be committed before the first try, which may
/// be interrupted.
bool PendingAccounts::is_found_free(const LockedAccount& account) {
  if (account.is_ours || account.was_free || exchange_.has(account.user)) return false;
  return require_free(exchange_, account.user, any_line, false);
}

/// Throws ForeignAccount unless a person has allowed that.
void PendingAccounts::take_over(const LockedAccount& account) {
  if (!account.may_overwrite) throw ForeignAccount(any_line, account.user);
  // The change has told it, unless it could not ask the exchange and left the reason.
  if (account.reason.empty()) return;
  store_.audit_trail.add("worker", name(AuditEvent::account_taken_over),
                         store_.accounts.ref_of_change(account.id),
                         "account " + account.user + ": overwritten on the exchange");
}

void PendingAccounts::write_new(const RecordWithPasswords& record) {
  const auto is_new = [](const Line& line) { return line.has_new_account; };
  const auto pending = store_.accounts.set_current_of(record.id);
  if (std::ranges::count_if(record.wanted.lines, is_new) != static_cast<std::ptrdiff_t>(pending)) {
    throw std::runtime_error("its accounts were changed just now");
  }
  exchange_.in_time([&] {
    for (const Line& line : record.wanted.lines) {
      if (line.has_new_account) write_line(line);
    }
  });
}

void PendingAccounts::write_line(const Line& line) {
  const Account account{line.user, exchange_.domain(), line.password};
  const auto permissions = line.permissions.value_or(std::vector<std::string>());
  const auto write = [&] {
    exchange_.add(account);
    exchange_.grant(account, permissions);
  };
  // One statement is a transaction by itself.
  if (permissions.empty() && exchange_.adds_at_once()) return write();
  exchange_.transact(write);
}

void PendingAccounts::remove(const LockedAccount& account) {
  const std::string there = exchange_.spelling(account.user);
  if (!there.empty() && there != account.user) return;
  // Also when it seems to be gone: an interrupted try may still be writing it.
  if (account.is_ours || is_ours(account)) exchange_.remove(account.user);
}

/// Has an interrupted try written it? Then it has the present password, or one that was changed
/// before the exchange's row was known to be ours. A typed password alone may be that of an account
/// that spaconf did not create.
bool PendingAccounts::is_ours(const LockedAccount& account) {
  if (!exchange_.returns_accounts() || !(account.was_free || account.may_overwrite)) return false;
  const auto there = exchange_.stored(account.user);
  if (!there || there->user != account.user) return false;
  const auto has = [&](const Secret& password) {
    return there->digest == exchange_.digest({account.user, exchange_.domain(), password});
  };
  if (account.password && has(*account.password)) return true;
  return std::ranges::any_of(store_.accounts.former_passwords(account.user, account.domain), has);
}

}  // namespace spaconf
