// Takes each step for all phones by statements for many rows.
// Most phones of a table have accounts that are new and their own; the others take the step for
// accounts one by one.
#include "registration/registrations_together.h"

#include <algorithm>
#include <map>
#include <utility>

#include "account/password.h"
#include "registration/account_conflicts.h"
#include "registration/audit_events.h"

namespace spaconf {

void RegistrationsTogether::add() {
  add_rows();
  add_lines();
  add_tasks();
}

void RegistrationsTogether::add_rows() {
  std::vector<Record*> records;
  for (RegistrationTransaction& phone : phones_) {
    phone.accounts_.reset();
    records.push_back(&phone.record_);
  }
  store_.registrations.add_each(records);
  store_.events.add_each(EventType::registered, {records.begin(), records.end()},
                         {.actor = phones_.front().order_.actor});
}

void RegistrationsTogether::add_lines() {
  const auto together = with_new_accounts();
  add_accounts(together);
  const std::set<const RegistrationTransaction*> are_done(together.begin(), together.end());
  for (RegistrationTransaction& phone : phones_) {
    if (!are_done.contains(&phone)) phone.add_lines();
  }
}

/// Those whose accounts neither exist nor belong to another of these phones.
std::vector<RegistrationTransaction*> RegistrationsTogether::with_new_accounts() {
  if (!exchange_.joins_transactions()) return {};
  const auto users = new_users();
  const auto free = exchange_.free_of(users);
  std::vector<RegistrationTransaction*> found;
  for (RegistrationTransaction& phone : phones_) {
    const auto is_new = [&](const Line& line) {
      return std::ranges::binary_search(users, line.user) &&
             (free.contains(line.user) ||
              require_free(exchange_, line.user, line.position, phone.order_.takes_over));
    };
    if (std::ranges::all_of(phone.order_.wanted.lines, is_new)) found.push_back(&phone);
  }
  return found;
}

/// The users that are on one of these lines only and not yet in our tables, sorted.
std::vector<std::string> RegistrationsTogether::new_users() {
  std::map<std::string, int> counts;
  for (const RegistrationTransaction& phone : phones_) {
    for (const Line& line : phone.order_.wanted.lines) ++counts[line.user];
  }
  std::vector<std::string> users;
  for (const auto& [user, count] : counts) {
    if (count == 1) users.push_back(user);
  }
  const auto existing = store_.accounts.existing(users, exchange_.domain());
  std::erase_if(users, [&](const std::string& user) { return existing.contains(user); });
  return users;
}

void RegistrationsTogether::add_accounts(const std::vector<RegistrationTransaction*>& phones) {
  std::vector<Account> accounts;
  std::vector<AccountOwner> owners;
  std::vector<std::pair<Account, std::string>> permissions;
  std::vector<NewLine> lines;
  for (RegistrationTransaction* phone : phones) {
    phone->record_.wanted.lines = phone->order_.wanted.lines;
    for (Line& line : phone->record_.wanted.lines) {
      if (line.display.empty()) line.display = phone->order_.person.name;
      if (line.password.empty()) line.password = new_password(exchange_.password_width());
      if (!line.permissions) line.permissions.emplace();
      line.has_new_account = true;
      line.account_state = AccountState::current;
      const Account& account =
          accounts.emplace_back(Account{line.user, exchange_.domain(), line.password});
      owners.push_back({0, phone->order_.wanted.login, *line.permissions});
      for (const std::string& each : *line.permissions) permissions.emplace_back(account, each);
      lines.push_back({phone->record_.id, &line, 0});
    }
  }
  const auto numbers = store_.accounts.add_each(accounts, owners);
  for (std::size_t i = 0; i < lines.size(); ++i) lines[i].account = numbers[i];
  exchange_.add_each(accounts);
  exchange_.grant_each(permissions);
  store_.lines.add_each(lines);
}

void RegistrationsTogether::add_tasks() {
  std::vector<std::pair<std::int64_t, TaskKind>> tasks;
  std::vector<std::pair<std::string, std::string>> entries;
  for (const RegistrationTransaction& phone : phones_) {
    if (phone.has_profile()) tasks.emplace_back(phone.record_.id, TaskKind::profile);
    tasks.emplace_back(phone.record_.id, TaskKind::ticket);
    entries.emplace_back(phone.ref(), phone.audit_detail());
  }
  const RegistrationRequest& order = phones_.front().order_;
  store_.tasks.add_each(tasks, {.of_batch = order.of_batch});
  store_.audit_trail.add_each(order.actor, name(AuditEvent::registered), entries);
  for (const RegistrationTransaction& phone : phones_) {
    if (!phone.accounts_) continue;
    audit_taken_over(store_.audit_trail, order.actor, phone.ref(), *phone.accounts_);
  }
}

}  // namespace spaconf
