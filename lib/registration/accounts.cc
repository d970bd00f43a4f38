// Creates, changes and deletes accounts in our tables and on the exchange.
// One transaction changes both tables. An account's row is locked before the check whether a phone
// still uses it.
#include "registration/accounts.h"

#include <algorithm>

#include "account/password.h"
#include "base/error.h"
#include "base/login.h"
#include "registration/differences.h"

namespace spaconf {
namespace {

bool are_equal(const std::vector<std::string>& some, const std::vector<std::string>& others) {
  return std::ranges::is_permutation(some, others);
}

bool are_equal(const Secret& one, const Secret& other) { return one.reveal() == other.reveal(); }

/// SIP treats it as a different account, so spaconf cannot take it over.
class OtherSpelling : public Conflict {
 public:
  OtherSpelling(int position, const std::string& user, const std::string& there)
      : Conflict({line_field(position, "user"), "The exchange has an account " + there +
                                                    ", which it treats as " + user +
                                                    ". Choose another number."}) {}
};

std::string account_named(const std::string& user) { return "account " + user; }

}  // namespace

ForeignAccount::ForeignAccount(int position, const std::string& user)
    : Conflict({line_field(position, "user"),
                "The exchange has an account " + user +
                    " that spaconf did not create. It was not changed. Choose another number, or "
                    "take over the account."}) {}

bool Accounts::had(const std::string& user) const {
  return std::ranges::find(policy_.users, user) != policy_.users.end();
}

Namesake::Namesake(int position, const std::string& user, const std::string& domain)
    : Conflict({line_field(position, "user"),
                "The exchange also has an account " + user + " in the domain " + domain +
                    ", and distinguishes accounts only by name. Choose another number, or remove "
                    "that account from the exchange first."}) {}

std::int64_t Accounts::assign_account(Line& line) {
  if (had(line.user)) {
    if (const auto held = held_for(line)) return existing(line, *held);
  }
  Account account{line.user, services_.exchange.domain(),
                  line.password.empty() ? new_password() : line.password};
  const auto permissions = line.permissions.value_or(std::vector<std::string>());
  std::int64_t id = 0;
  // Most other accounts are new, so INSERT comes first; if refused, it leaves the transaction
  // unchanged.
  try {
    id = services_.ledger.add_account(account, policy_.login, permissions);
  } catch (const sql::Duplicate&) {
    const auto held = held_for(line);
    if (!held) throw sql::Busy("database", account_named(line.user) + " was removed just now");
    return existing(line, *held);
  }
  line.permissions = permissions;
  add_to_exchange(account, line);
  line.password = account.password;
  return id;
}

void Accounts::add_to_exchange(const Account& account, const Line& line) {
  require_no_namesake(account.user, line.position);
  try {
    services_.exchange.add(account);
  } catch (const sql::Duplicate&) {
    const std::string there = services_.exchange.spelling(account.user);
    if (!there.empty() && there != account.user) {
      throw OtherSpelling(line.position, account.user, there);
    }
    if (policy_.takes_over) return take_over(account, *line.permissions);
    throw ForeignAccount(line.position, account.user);
  }
  try {
    services_.exchange.grant(account, *line.permissions);
  } catch (const sql::Duplicate&) {
    throw Conflict(
        {line_field(line.position, "user"),
         "The exchange has permissions of a former account " + account.user +
             ". They were not changed. Choose another number, or remove them from the exchange "
             "first."});
  }
  story_.push_back(account_named(account.user) + ": created on the exchange" +
                   (line.permissions->empty() ? "" : ", may call " + in_words(*line.permissions)));
}

void Accounts::require_no_namesake(const std::string& user, int position) {
  const auto domains = services_.exchange.namesakes(user);
  if (!domains.empty()) throw Namesake(position, user, domains.front());
}

void Accounts::take_over(const Account& account, const std::vector<std::string>& permissions) {
  if (!services_.exchange.change(account)) {
    throw sql::Busy("exchange", account_named(account.user) + " was removed just now");
  }
  services_.exchange.permit(account.user, permissions);
  taken_over_.push_back(account.user);
  story_.push_back(account_named(account.user) +
                   ": taken over, with a new password; tell its current user");
}

/// All other registrations that use it.
std::vector<AccountPhone> Accounts::other_phones(const LockedAccount& held) {
  auto phones = services_.ledger.phones_with(held.id);
  std::erase_if(phones, [&](const auto& phone) { return phone.id == policy_.registration; });
  return phones;
}

/// A form shows only those permissions of an account that are still configured.
bool Accounts::is_same(const std::vector<std::string>& typed, const LockedAccount& held) const {
  std::vector<std::string> configured;
  for (const auto& [name, label] : services_.exchange.permissions()) {
    if (std::ranges::find(held.permissions, name) != held.permissions.end()) {
      configured.push_back(name);
    }
  }
  return are_equal(typed, held.permissions) || are_equal(typed, configured);
}

void Accounts::refuse_changes(const Line& line, const LockedAccount& held) const {
  std::vector<Problem> problems;
  if (!may_change() && !line.password.empty() && !are_equal(line.password, held.account.password)) {
    problems.push_back({line_field(line.position, "password"),
                        "The account " + line.user +
                            " exists and has another password. Leave this field empty to keep "
                            "it, or use New password on its phone."});
  }
  const bool wants_others = line.permissions && !is_same(*line.permissions, held);
  if (!had(line.user) && wants_others) {
    problems.push_back({line_field(line.position, "permission"),
                        "The account " + line.user + " exists and may call " +
                            in_words(held.permissions) +
                            ". Choose the same or nothing here, or use Edit on its phone."});
  }
  if (!problems.empty()) throw Rejected(std::move(problems));
}

std::optional<LockedAccount> Accounts::held_for(const Line& line) {
  return services_.ledger.lock_account(line.user, services_.exchange.domain());
}

std::int64_t Accounts::existing(Line& line, const LockedAccount& held) {
  LockedAccount wanted = held;
  const auto phones = other_phones(held);
  const bool is_shared = !phones.empty();
  if (!same_login(held.owner, policy_.login)) {
    if (!may_change() || is_shared) {
      throw Conflict(
          {line_field(line.position, "user"), line.user + " belongs to " + held.owner + "."});
    }
    // The former person knows its password and was the one who got its permissions.
    wanted.owner = policy_.login;
    wanted.account.password = new_password();
    wanted.permissions = line.permissions.value_or(std::vector<std::string>());
    story_.push_back(account_named(line.user) + ": given to " + policy_.login);
  } else {
    refuse_changes(line, held);
    const bool keeps_password = line.password.empty() || (policy_.keeps_shared && is_shared);
    if (may_change() && !keeps_password) wanted.account.password = line.password;
    if (had(line.user) && line.permissions) wanted.permissions = *line.permissions;
  }
  change(held, wanted, line.position, phones);
  line.password = wanted.account.password;
  line.permissions = wanted.permissions;
  return held.id;
}

void Accounts::change(const LockedAccount& before, const LockedAccount& after, int position,
                      const std::vector<AccountPhone>& phones) {
  const std::string& user = after.account.user;
  const bool has_new_password = !are_equal(before.account.password, after.account.password);
  const bool may_call_others = !are_equal(before.permissions, after.permissions);
  if (may_call_others) next_version(phones);
  if (has_new_password) services_.ledger.keep_password(after.id);
  if (has_new_password || may_call_others || before.owner != after.owner) {
    services_.ledger.change(after);
  }
  change_at_exchange(after, has_new_password, may_call_others, position);
  if (has_new_password) {
    tell(account_named(user) + ": a new password", phones);
    for (const AccountPhone& phone : phones) others_[phone.id].needs_profile = true;
  }
  if (may_call_others) {
    tell(account_named(user) + " may call: " + in_words(before.permissions) + " → " +
             in_words(after.permissions),
         phones);
  }
}

void Accounts::change_at_exchange(const LockedAccount& account, bool password, bool permissions,
                                  int position) {
  const std::string& user = account.account.user;
  const std::string there = services_.exchange.spelling(user);
  // The exchange's statements would find that account instead.
  if (!there.empty() && there != user) throw OtherSpelling(position, user, there);
  const bool is_there = !there.empty() && (!password || services_.exchange.change(account.account));
  if (!is_there) {
    require_no_namesake(user, position);
    try {
      services_.exchange.add(account.account);
    } catch (const sql::Duplicate&) {
      throw sql::Busy("exchange", account_named(user) + " was created there just now");
    }
    created_again_.push_back(user);
    story_.push_back(account_named(user) + ": missing on the exchange, created again");
  }
  if (!is_there || permissions) services_.exchange.permit(user, account.permissions);
}

/// An account's permissions belong to every phone that has it, so each phone gets a new version: an
/// older form or table must not undo the change.
void Accounts::next_version(const std::vector<AccountPhone>& phones) {
  for (const AccountPhone& phone : phones) {
    OtherPhone& other = others_[phone.id];
    if (other.has_next_version) continue;
    const auto record = services_.ledger.lock(phone.id);
    if (!record || record->state != "live") continue;
    services_.ledger.archive(*record, policy_.actor, "account");
    services_.ledger.next_version(phone.id);
    other.has_next_version = true;
  }
}

void Accounts::tell(const std::string& sentence, const std::vector<AccountPhone>& phones) {
  std::string refs;
  for (const AccountPhone& phone : phones) {
    others_[phone.id].ref = phone.ref;
    others_[phone.id].story.push_back(sentence);
    refs += (refs.empty() ? "; it is also on " : ", ") + phone.ref;
  }
  story_.push_back(sentence + refs);
}

void Accounts::drop_if_unused(const std::string& user) {
  const auto held = services_.ledger.lock_account(user, services_.exchange.domain());
  if (!held) return;
  const auto phones = other_phones(*held);
  if (phones.empty()) {
    const std::string there = services_.exchange.spelling(user);
    const bool is_free = there.empty() || there == user;
    const bool was_there = is_free && services_.exchange.remove(user);
    services_.ledger.remove_account(held->id);
    story_.push_back(account_named(user) +
                     (was_there ? ": deleted from the exchange" : ": was missing on the exchange"));
    return;
  }
  if (!policy_.leaves_accounts || policy_.keeps_shared) return;
  // The former device still stores the password.
  LockedAccount wanted = *held;
  wanted.account.password = new_password();
  change(*held, wanted, 1, phones);
}

}  // namespace spaconf
