// Compares our accounts with the exchange's.
// Each of our accounts must be on the exchange as its dialect fills it, with exactly its
// permissions. Accounts that spaconf did not create are ignored.
#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "reconcile/comparison.h"

namespace spaconf {
namespace {

constexpr int accounts_at_once = 1000;

std::vector<std::string> sorted(std::vector<std::string> words) {
  std::ranges::sort(words);
  return words;
}

std::string in_words(const std::vector<std::string>& permissions) {
  return permissions.empty() ? "nothing" : joined(sorted(permissions), " ");
}

/// The difference between the account and the exchange's; `there` is nullptr when the exchange has
/// no such account. Empty when they agree.
std::optional<Finding> fault(Exchange& exchange, const OwnAccount& ours,
                             const StoredAccount* there) {
  const std::string& user = ours.user;
  if (!there) {
    return Finding{rule::account_missing, user, "the exchange has no such account"};
  }
  if (there->user != user) {
    return Finding{rule::account_foreign, user, "the exchange has " + there->user + " instead"};
  }
  const Account account = ours.at_exchange(exchange.domain());
  const bool is_as_ours = there->digest == exchange.digest(account);
  // An account from before spaconf may lack a hash, or have its password in clear text.
  if (!is_as_ours &&
      !(ours.is_adopted && exchange.check_password(account) == PasswordCheck::agrees)) {
    return Finding{rule::account_differs, user, "its password on the exchange differs"};
  }
  if (sorted(there->permissions) != sorted(ours.permissions)) {
    return Finding{rule::permissions_differ, user,
                   "on the exchange it may call " + in_words(there->permissions) + " instead of " +
                       in_words(ours.permissions)};
  }
  return {};
}

void repair(Exchange& exchange, const OwnAccount& ours, bool is_there) {
  const Account account = ours.at_exchange(exchange.domain());
  if (is_there || exchange.has(ours.user)) return exchange.put(account, ours.permissions);
  // Throws Duplicate when another program has just created it.
  exchange.add(account);
  exchange.permit(ours.user, ours.permissions);
}

void recheck_locked(Comparison& comparison, Exchange& exchange, const std::string& user) {
  comparison.recheck_locked([&]() -> std::optional<Recheck> {
    const auto ours = comparison.store().accounts.lock(user, exchange.domain());
    // What is left to do there is shown as such.
    if (!ours || ours->state != AccountState::current) return {};
    const auto there = exchange.stored(user);
    const auto wrong = fault(exchange, *ours, there ? &*there : nullptr);
    if (!wrong) return {};
    return Recheck{.finding = *wrong, .repair = [&exchange, ours = *ours, is_there = !!there] {
                     exchange.transact([&] { repair(exchange, ours, is_there); });
                   }};
  });
}

std::unordered_map<std::string, std::string> domains_of_namesakes(Exchange& exchange) {
  std::unordered_map<std::string, std::string> domains;
  for (std::string after;;) {
    const auto page = exchange.namesakes_after(after, accounts_at_once);
    if (page.empty()) return domains;
    after = page.back().first;
    for (const auto& [user, domain] : page) domains.emplace(user, domain);
  }
}

void look_for_namesake(Comparison& comparison, Exchange& exchange, const std::string& user) {
  comparison.recheck_locked([&]() -> std::optional<Recheck> {
    if (!comparison.store().accounts.lock(user, exchange.domain())) return {};
    const auto domains = exchange.namesakes(user);
    if (domains.empty()) return {};
    return Recheck{.finding = {rule::account_namesake, user,
                               "the exchange also has an account of this name in the domain " +
                                   domains.front() +
                                   ", and does not use domains (use_domain in [account])"}};
  });
}

}  // namespace

void compare_exchange(Comparison& comparison, Exchange& exchange) {
  Accounts& accounts = comparison.store().accounts;
  exchange.check();
  std::unordered_map<std::string, StoredAccount> stored;
  for (std::string after;;) {
    auto page = exchange.stored_after(after, accounts_at_once);
    if (page.empty()) break;
    after = page.back().user;
    for (StoredAccount& each : page) stored[each.user] = std::move(each);
  }
  const auto namesakes = domains_of_namesakes(exchange);
  for (std::int64_t after = 0;;) {
    const auto page = accounts.after(after, exchange.domain(), accounts_at_once);
    if (page.empty()) return;
    after = page.back().id;
    for (const OwnAccount& ours : page) {
      if (ours.state != AccountState::current) continue;
      if (!ours.password) {
        comparison.not_checked(UnreadablePassword(ours.user).what());
        continue;
      }
      const auto found = stored.find(ours.user);
      const StoredAccount* there = found == stored.end() ? nullptr : &found->second;
      if (fault(exchange, ours, there)) recheck_locked(comparison, exchange, ours.user);
      if (namesakes.contains(ours.user)) {
        look_for_namesake(comparison, exchange, ours.user);
      }
    }
  }
}

}  // namespace spaconf
