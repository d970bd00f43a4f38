// Records when phones come online and go offline.
// An interrupted pass cannot tell which phones are missing, so it starts again from the beginning.
#include "status/online_monitor.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "status/status.h"

namespace spaconf {
namespace {

/// A pass over 100,000 phones takes ten sweeps of the worker, so that other steps wait for one at
/// most.
constexpr int contacts_at_once = 1000, pages_per_sweep = 10;
constexpr std::chrono::seconds between_looks{30};
/// Batch statements have this many placeholders; the last value fills unused ones.
constexpr std::size_t batch = 250;

std::string placeholders(const char* each) {
  std::string text;
  for (std::size_t i = 0; i < batch; ++i) text += (i ? std::string(", ") : "") + each;
  return text;
}

/// Columns 4 to 6.
Marks marks_in(const sql::Row& row, const Model& model) {
  return {&model, row.text(5), row.text(6), row.text(4)};
}

/// The other phones with the same account; columns 0 to 2 are phone, account and model.
std::vector<Marks> siblings(const std::vector<sql::Row>& rows, const sql::Row& phone) {
  std::vector<Marks> siblings;
  for (const auto& row : rows) {
    const Model* model = find_model(row.text(2));
    const bool is_other = row.number(0) != phone.number(0) && row.text(1) == phone.text(1);
    if (is_other && model) siblings.push_back(marks_in(row, *model));
  }
  return siblings;
}

}  // namespace

void OnlineMonitor::look() {
  if (!exchange_.tells_of_all()) return;
  if (!is_looking_ && std::chrono::steady_clock::now() < next_) return;
  try {
    if (!is_looking_) begin();
    for (int page = 0; page < pages_per_sweep; ++page) {
      bool is_last = false;
      note(next_page(is_last));
      if (is_last) return note_departures();
    }
  } catch (...) {
    is_looking_ = false;
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

void OnlineMonitor::pass_over(std::size_t count, const std::string& user) {
  if (count == 0 || has_told_) return;
  log("contacts skipped", {{"count", std::to_string(count)}, {"like", user}});
  has_told_ = true;
}

void OnlineMonitor::begin() {
  next_ = std::chrono::steady_clock::now() + between_looks;
  began_ =
      database_.query("SELECT DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%d %H:%i:%s')").at(0).text(0);
  after_.clear();
  seen_.clear();
  is_looking_ = true;
}

void OnlineMonitor::note(const Page& contacts) {
  static const std::string ours =
      "SELECT registration.id, user, model, presence.since IS NULL OR presence.missing IS NOT NULL,"
      " (SELECT address FROM fetched WHERE mac = active_mac ORDER BY at DESC LIMIT 1),"
      " COALESCE(active_mac, ''), serial"
      " FROM account JOIN line ON account_id = account.id"
      " JOIN registration ON registration.id = line.registration_id"
      " LEFT JOIN presence ON presence.registration_id = registration.id"
      " WHERE state = 'live' AND domain = ? AND user IN (" +
      placeholders("?") + ")";
  std::map<std::string, std::vector<Contact>> users;
  std::size_t passed_over = 0;
  std::string stranger;
  for (const auto& [user, contact] : contacts) {
    if (user.empty() || trim(user) != user || !is_ascii(user)) {
      ++passed_over;
      stranger = user;
    } else {
      users[lower(user)].push_back(contact);
    }
  }
  std::vector<std::pair<std::int64_t, std::string>> arrivals;
  for (auto user = users.begin(); user != users.end();) {
    std::vector<sql::Value> values{exchange_.domain()};
    while (values.size() <= batch) {
      values.emplace_back(user == users.end() ? users.rbegin()->first : user->first);
      if (user != users.end()) ++user;
    }
    const auto rows = database_.query(ours, values);
    for (const auto& row : rows) {
      const Model* model = find_model(row.text(2));
      const auto all = users.find(lower(row.text(1)));
      if (!model || seen_.contains(row.number(0))) continue;
      if (all == users.end()) {
        // The database compares names differently.
        ++passed_over;
        stranger = row.text(1);
        continue;
      }
      const auto own = contacts_of(all->second, marks_in(row, *model), siblings(rows, row)).own;
      if (own.empty()) continue;
      seen_.insert(row.number(0));
      const std::string& since = own.front().since;
      if (row.number(3)) arrivals.emplace_back(row.number(0), since.empty() ? began_ : since);
    }
  }
  pass_over(passed_over, stranger);
  note_arrivals(arrivals);
}

void OnlineMonitor::note_arrivals(
    const std::vector<std::pair<std::int64_t, std::string>>& arrivals) {
  static const std::string came = "INSERT INTO presence (registration_id, since) VALUES " +
                                  placeholders("(?, ?)") +
                                  " ON DUPLICATE KEY UPDATE since = VALUES(since), missing = NULL";
  for (std::size_t begin = 0; begin < arrivals.size(); begin += batch) {
    std::vector<sql::Value> values;
    for (std::size_t i = begin; i < begin + batch; ++i) {
      const auto& [registration, since] = arrivals[std::min(i, arrivals.size() - 1)];
      values.emplace_back(registration);
      values.emplace_back(since);
    }
    database_.change(came, values);
  }
}

void OnlineMonitor::note_departures() {
  // A phone that came online during this pass may have been recorded by another worker.
  static const std::string went =
      "UPDATE presence SET missing = UTC_TIMESTAMP() WHERE missing IS NULL AND since < ?"
      " AND registration_id IN (" +
      placeholders("?") + ")";
  std::vector<std::int64_t> missing;
  for (std::int64_t last = 0;;) {
    const auto rows = database_.query(
        "SELECT registration_id FROM presence WHERE missing IS NULL AND registration_id > ?"
        " ORDER BY registration_id LIMIT 1000",
        {last});
    if (rows.empty()) break;
    for (const auto& row : rows) {
      if (!seen_.contains(row.number(0))) missing.push_back(row.number(0));
    }
    last = rows.back().number(0);
  }
  for (std::size_t begin = 0; begin < missing.size(); begin += batch) {
    std::vector<sql::Value> values{began_};
    for (std::size_t i = begin; i < begin + batch; ++i) {
      values.emplace_back(missing[std::min(i, missing.size() - 1)]);
    }
    database_.change(went, values);
  }
  is_looking_ = false;
}

}  // namespace spaconf
