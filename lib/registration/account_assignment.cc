// Creates, changes and deletes accounts in our tables, and has it done on the exchange.
// An account's row is locked before the check whether a phone still uses it.
#include "registration/account_assignment.h"

#include <algorithm>

#include "account/password.h"
#include "base/error.h"
#include "base/login.h"
#include "base/text.h"
#include "base/translation.h"
#include "registration/account_conflicts.h"
#include "registration/audit_events.h"
#include "registration/differences.h"
#include "registration/form.h"

namespace spaconf {
namespace {

bool has(const std::vector<std::string>& users, const std::string& user) {
  return std::ranges::find(users, user) != users.end();
}

bool are_equal(const std::vector<std::string>& some, const std::vector<std::string>& others) {
  return std::ranges::is_permutation(some, others);
}

bool are_equal(const std::optional<Secret>& one, const std::optional<Secret>& other) {
  return one.has_value() == other.has_value() && (!one || one->reveal() == other->reveal());
}

/// Its password is lost, so that no profile can be made with it.
class UnreadableAccount : public Conflict {
 public:
  UnreadableAccount(int position, const std::string& user)
      : Conflict({line_field(position, "password"),
                  sentence(_("The stored password of {user} cannot be read, because [database] "
                             "key_file has changed. Give the account a new password with New "
                             "password on its phone."),
                           {{"user", user}})}) {}
};

/// `message` has the place {user}.
Phrase about_account(const char* message, const std::string& user) {
  return [=] { return sentence(_(message), {{"user", user}}); };
}

Phrase taken_over_phrase(const std::string& user) {
  return about_account(N_("account {user}: taken over, with a new password; tell its current user"),
                       user);
}

Phrase created_again_phrase(const std::string& user) {
  return about_account(N_("account {user}: missing on the exchange, created again"), user);
}

Phrase created_phrase(const std::string& user, const std::vector<std::string>& permissions) {
  if (permissions.empty())
    return about_account(N_("account {user}: created on the exchange"), user);
  return [=] {
    return sentence(_("account {user}: created on the exchange, may call {permissions}"),
                    {{"user", user}, {"permissions", in_words(permissions)}});
  };
}

/// As created_phrase().
Phrase to_be_created_phrase(const std::string& user, const std::vector<std::string>& permissions) {
  if (permissions.empty()) {
    return about_account(N_("account {user}: to be created on the exchange"), user);
  }
  return [=] {
    return sentence(_("account {user}: to be created on the exchange, may call {permissions}"),
                    {{"user", user}, {"permissions", in_words(permissions)}});
  };
}

std::string removed_just_now(const std::string& user) {
  return "account " + user + " was removed just now";
}

}  // namespace

bool AccountAssignment::had(const std::string& user) const { return has(policy_.users, user); }

std::int64_t AccountAssignment::assign_account(Line& line) {
  if (had(line.user)) {
    if (const auto held = held_for(line)) return existing(line, *held);
  }
  Account account{line.user, exchange_.domain(),
                  line.password.empty() ? new_password(exchange_.password_width()) : line.password};
  const auto permissions = line.permissions.value_or(std::vector<std::string>());
  std::int64_t id = 0;
  // Most other accounts are new, so INSERT comes first; if refused, it leaves the transaction
  // unchanged.
  try {
    id = on_exchange_.add(account, policy_.login, permissions, line.position);
  } catch (const sql::Duplicate&) {
    const auto held = held_for(line);
    if (!held) throw sql::Busy("database", removed_just_now(line.user));
    return existing(line, *held);
  }
  line.permissions = permissions;
  line.password = account.password;
  line.has_new_account = true;
  line.account_state = on_exchange_.state();
  line.account_reason = on_exchange_.why_away();
  if (has(taken_over(), account.user)) {
    changes_.push_back(taken_over_phrase(account.user));
  } else {
    changes_.push_back(on_exchange_.state() == AccountState::pending
                           ? to_be_created_phrase(account.user, permissions)
                           : created_phrase(account.user, permissions));
  }
  return id;
}

/// All other registrations that use it.
std::vector<AccountPhone> AccountAssignment::other_phones(const LockedAccount& held) {
  auto phones = store_.lines.phones_with(held.id);
  std::erase_if(phones, [&](const auto& phone) { return phone.id == policy_.phone; });
  return phones;
}

/// A form shows only those permissions of an account that are still configured.
bool AccountAssignment::is_same(const std::vector<std::string>& typed,
                                const LockedAccount& held) const {
  std::vector<std::string> configured;
  for (const auto& [name, label] : exchange_.permissions()) {
    if (std::ranges::find(held.permissions, name) != held.permissions.end()) {
      configured.push_back(name);
    }
  }
  return are_equal(typed, held.permissions) || are_equal(typed, configured);
}

void AccountAssignment::refuse_changes(const Line& line, const LockedAccount& held) const {
  std::vector<Problem> problems;
  if (!policy_.may_change && !line.password.empty() && !are_equal(line.password, held.password)) {
    problems.push_back({line_field(line.position, "password"),
                        sentence(_("The account {user} exists and has another password. Leave this "
                                   "field empty to keep it, or use New password on its phone."),
                                 {{"user", line.user}})});
  }
  const bool wants_others = line.permissions && !is_same(*line.permissions, held);
  if (!had(line.user) && wants_others) {
    problems.push_back(
        {line_field(line.position, "permission"),
         sentence(_("The account {user} exists and may call {permissions}. Choose "
                    "the same or nothing here, or use Edit on its phone."),
                  {{"user", line.user}, {"permissions", in_words(held.permissions)}})});
  }
  if (!problems.empty()) throw Rejected(std::move(problems));
}

std::optional<LockedAccount> AccountAssignment::held_for(const Line& line) {
  return store_.accounts.lock(line.user, exchange_.domain());
}

std::int64_t AccountAssignment::existing(Line& line, const LockedAccount& held) {
  if (held.state == AccountState::leaving) throw StillLeaving(line.position, line.user);
  LockedAccount wanted = held;
  const auto phones = other_phones(held);
  const bool is_shared = !phones.empty();
  if (!same_login(held.owner, policy_.login)) {
    if (!policy_.may_change || is_shared) {
      throw Conflict({line_field(line.position, "user"), belongs_to(line.user, held.owner)});
    }
    // The former person knows its password and was the one who got its permissions.
    wanted.owner = policy_.login;
    wanted.password = new_password(exchange_.password_width());
    wanted.permissions = line.permissions.value_or(std::vector<std::string>());
    changes_.push_back([user = line.user, login = policy_.login] {
      return sentence(_("account {user}: given to {login}"), {{"user", user}, {"login", login}});
    });
  } else {
    refuse_changes(line, held);
    const bool keeps_password = line.password.empty() || (policy_.keeps_shared && is_shared);
    if (policy_.may_change && !keeps_password) wanted.password = line.password;
    if (had(line.user) && line.permissions) wanted.permissions = *line.permissions;
  }
  if (!wanted.password) throw UnreadableAccount(line.position, line.user);
  change(held, wanted, line.position, phones);
  line.password = *wanted.password;
  line.permissions = wanted.permissions;
  line.account_state = on_exchange_.state();
  line.account_reason = on_exchange_.why_away();
  return held.id;
}

void AccountAssignment::change(const LockedAccount& before, const LockedAccount& after,
                               int position, const std::vector<AccountPhone>& phones) {
  const std::string& user = after.user;
  const bool has_new_password = !are_equal(before.password, after.password);
  const bool may_call_others = !are_equal(before.permissions, after.permissions);
  if (may_call_others) next_version(phones);
  if (has_new_password) store_.accounts.keep_password(after.id);
  if (has_new_password || may_call_others || before.owner != after.owner) {
    store_.accounts.change(after);
  }
  on_exchange_.change(after, has_new_password, may_call_others, position);
  if (has(created_again(), user)) changes_.push_back(created_again_phrase(user));
  if (has(taken_over(), user)) changes_.push_back(taken_over_phrase(user));
  if (has_new_password) {
    tell(about_account(N_("account {user}: a new password"), user), phones);
    for (const AccountPhone& phone : phones) others_[phone.id].needs_profile = true;
  }
  if (may_call_others) {
    const auto may_call = [user, was = before.permissions, is = after.permissions] {
      return sentence(_("account {user} may call: {before} → {after}"),
                      {{"user", user}, {"before", in_words(was)}, {"after", in_words(is)}});
    };
    tell(may_call, phones);
  }
}

std::optional<LockedRecord> AccountAssignment::lock_other(const AccountPhone& phone) {
  try {
    return store_.registrations.lock_late(phone.id);
  } catch (const UnreadableRecord& error) {
    throw Conflict({"", sentence(_("Another phone with the same account cannot be read: {reason}."),
                                 {{"reason", error.what()}})},
                   phone.ref);
  }
}

/// An account's permissions belong to every phone that has it, so each phone gets a new version: an
/// older form or table must not undo the change.
void AccountAssignment::next_version(const std::vector<AccountPhone>& phones) {
  for (const AccountPhone& phone : phones) {
    OtherPhone& other = others_[phone.id];
    if (other.has_next_version) continue;
    const auto record = lock_other(phone);
    if (!record || !record->is_live()) continue;
    store_.revisions.archive(*record, policy_.actor, name(AuditEvent::account_changed));
    store_.registrations.next_version(phone.id);
    store_.events.add(EventType::changed, phone.id,
                      {.actor = policy_.actor, .action = name(AuditEvent::account_changed)});
    other.has_next_version = true;
  }
}

void AccountAssignment::tell(const Phrase& change, const std::vector<AccountPhone>& phones) {
  std::vector<std::string> refs;
  for (const AccountPhone& phone : phones) {
    others_[phone.id].ref = phone.ref;
    others_[phone.id].changes.push_back(change);
    refs.push_back(phone.ref);
  }
  if (refs.empty()) return changes_.push_back(change);
  changes_.push_back([=] {
    return sentence(_("{change}; it is also on {phones}"),
                    {{"change", change()}, {"phones", joined(refs, ", ")}});
  });
}

void AccountAssignment::drop_if_unused(const std::string& user) {
  const auto held = store_.accounts.lock(user, exchange_.domain());
  if (!held) return;
  const auto phones = other_phones(*held);
  if (phones.empty()) {
    const bool was_there = on_exchange_.remove(*held);
    const bool is_left = on_exchange_.state() == AccountState::leaving;
    changes_.push_back(about_account(is_left ? N_("account {user}: to be deleted from the exchange")
                                     : was_there
                                         ? N_("account {user}: deleted from the exchange")
                                         : N_("account {user}: was missing on the exchange"),
                                     user));
    return;
  }
  if (policy_.leaves_accounts && !policy_.keeps_shared) {
    // The former device still stores the password.
    LockedAccount wanted = *held;
    wanted.password = new_password(exchange_.password_width());
    change(*held, wanted, 1, phones);
  }
  // What is left to do for it must not keep this phone waiting.
  store_.accounts.hand_over(held->id, policy_.phone, phones.front().id);
}

void audit_taken_over(AuditTrail& audit_trail, const std::string& actor, const std::string& ref,
                      const AccountAssignment& accounts) {
  for (const std::string& user : accounts.taken_over()) {
    audit_trail.add(actor, name(AuditEvent::account_taken_over), ref,
                    "account " + user + ": a new password, and the permissions selected here");
  }
}

}  // namespace spaconf
