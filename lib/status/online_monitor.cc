// Records when phones come online and go offline.
// An interrupted pass cannot tell which phones are missing, so it starts again from the beginning.
#include "status/online_monitor.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "status/status.h"
#include "store/batches.h"

namespace spaconf {
namespace {

/// A pass over 100,000 phones takes ten sweeps of the worker, so that other steps wait for one at
/// most.
constexpr int contacts_at_once = 1000, pages_per_sweep = 10, registrations_at_once = 1000;
constexpr std::chrono::seconds between_passes{30};

/// The other phones with the same account.
std::vector<PhoneMarks> siblings(const std::vector<AccountUser>& all, const AccountUser& one) {
  std::vector<PhoneMarks> siblings;
  for (const AccountUser& each : all) {
    const bool is_other = each.registration != one.registration && each.user == one.user;
    if (is_other && each.phone.model) siblings.push_back(each.phone);
  }
  return siblings;
}

}  // namespace

void OnlineMonitor::sweep() {
  if (!exchange_.tells_of_all()) return;
  if (!is_running_ && std::chrono::steady_clock::now() < next_) return;
  try {
    if (!is_running_) begin();
    for (int page = 0; page < pages_per_sweep; ++page) {
      bool is_last = false;
      note_arrivals(next_page(is_last));
      if (is_last) return note_departures();
    }
  } catch (...) {
    is_running_ = false;
    throw;
  }
}

/// Throws when a page does not advance `after_`. The exchange compares the names, and may treat
/// "1001 " as equal to "1001".
OnlineMonitor::Page OnlineMonitor::next_page(bool& is_last) {
  Page contacts = exchange_.online_after(after_, contacts_at_once);
  is_last = int(contacts.size()) < contacts_at_once;
  if (is_last) return contacts;
  if (contacts.back().first == after_) {
    throw Unavailable("exchange", "contacts: the same contacts are returned again after " + after_);
  }
  // The last user may have more contacts than the page holds.
  after_ = contacts.back().first;
  for (Contact& each : exchange_.online(after_)) contacts.emplace_back(after_, std::move(each));
  return contacts;
}

void OnlineMonitor::log_skipped(std::size_t count, const std::string& user) {
  if (count == 0 || has_logged_) return;
  log(Priority::warning, "contacts skipped", {{"count", std::to_string(count)}, {"like", user}});
  has_logged_ = true;
}

void OnlineMonitor::begin() {
  next_ = std::chrono::steady_clock::now() + between_passes;
  began_ = observations_.now();
  after_.clear();
  seen_.clear();
  is_running_ = true;
}

void OnlineMonitor::note_arrivals(const Page& contacts) {
  std::map<std::string, std::vector<Contact>> users;
  std::size_t skipped = 0;
  std::string example;
  for (const auto& [user, contact] : contacts) {
    if (user.empty() || trim(user) != user || !is_ascii(user)) {
      ++skipped;
      example = user;
    } else {
      users[lower(user)].push_back(contact);
    }
  }
  std::vector<std::pair<std::int64_t, std::string>> arrivals;
  for (auto next = users.begin(); next != users.end();) {
    std::vector<std::string> names;
    for (; next != users.end() && names.size() < batch_size; ++next) names.push_back(next->first);
    const auto phones = observations_.phones_of(names, exchange_.domain());
    for (const AccountUser& each : phones) {
      if (!each.phone.model || seen_.contains(each.registration)) continue;
      const auto all = users.find(lower(each.user));
      if (all == users.end()) {
        // The database compares names differently.
        ++skipped;
        example = each.user;
        continue;
      }
      const auto own = contacts_of(all->second, each.phone, siblings(phones, each)).own;
      if (own.empty()) continue;
      seen_.insert(each.registration);
      const std::string& since = own.front().since;
      if (!each.was_online)
        arrivals.emplace_back(each.registration, since.empty() ? began_ : since);
    }
  }
  log_skipped(skipped, example);
  observations_.came_online(arrivals);
}

void OnlineMonitor::note_departures() {
  // A phone that came online during this pass may have been recorded by another worker.
  std::vector<std::int64_t> missing;
  for (std::int64_t last = 0;;) {
    const auto online = observations_.online_after(last, registrations_at_once);
    if (online.empty()) break;
    for (std::int64_t each : online) {
      if (!seen_.contains(each)) missing.push_back(each);
    }
    last = online.back();
  }
  observations_.went_offline(missing, began_);
  is_running_ = false;
}

}  // namespace spaconf
