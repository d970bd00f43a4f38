// SQL for the machines with a TFTP folder and their backlogs.
// A statement that adds to a backlog always writes the row, even one that is there: on a cluster, a
// node that removes this row on another host at the same time must notice.
#include "store/profile_nodes.h"

#include <unistd.h>

#include <climits>
#include <functional>

#include "base/error.h"
#include "store/batches.h"
#include "store/column_values.h"

namespace spaconf {
namespace {

constexpr char into_backlog[] = "INSERT INTO node_backlog (node, mac, since) ";
constexpr char anew[] =
    " ON DUPLICATE KEY UPDATE since = GREATEST(since, VALUES(since)), failures = 0,"
    " not_before = NULL, reason = ''";
/// A worker that was seen so recently on another host is still running.
constexpr int still_running_seconds = 20;
/// How long another machine's name may be unknown here; a new node waits longer before it is
/// complete.
constexpr std::chrono::seconds between_checks{10};
/// How many phones one statement adds, so that users' changes do not wait for it.
constexpr std::int64_t phones_at_once = 5000;

/// Calls `act` for each batch of addresses: the values are `first`, then batch_size addresses.
void in_batches(const std::vector<Mac>& macs, const std::vector<sql::Value>& first,
                const std::function<void(const std::vector<sql::Value>& values)>& act) {
  for (const auto& places : batches_of(macs.size())) {
    std::vector<sql::Value> values = first;
    for (std::size_t place : places) values.emplace_back(macs[place].plain());
    act(values);
  }
}

std::string host_name() {
  char name[HOST_NAME_MAX + 1] = "";
  ::gethostname(name, sizeof name - 1);
  return name;
}

}  // namespace

void ProfileNodes::require_own_name() {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_check_) return;
  bool is_listed = false;
  for (const auto& row : database_.query(
           "SELECT name, host, seen > UTC_TIMESTAMP(3) - INTERVAL ? SECOND FROM profile_node",
           {still_running_seconds})) {
    const std::string name = row.text(0), host = row.text(1);
    if (!are_several()) {
      throw Unavailable("profile node",
                        name +
                            " has a TFTP folder, too: name this machine in [phone]"
                            " node, or forget the other by `spaconf nodes --remove`");
    }
    is_listed = is_listed || name == own_;
    if (name == own_ && host != host_name() && row.number(2) != 0) {
      throw Unavailable("profile node", own_ + " is also the name of " + host +
                                            ": give each machine its own [phone] node");
    }
  }
  // So that it is shown even if its worker of profiles was never started.
  if (are_several() && !is_listed) {
    database_.change(
        "INSERT IGNORE INTO profile_node (name, host, seen) VALUES (?, ?, UTC_TIMESTAMP(3))",
        {own_, host_name()});
  }
  next_check_ = now + between_checks;
}

void ProfileNodes::changed(const std::vector<std::int64_t>& registrations) {
  if (registrations.empty()) return;
  locks_.take(Lock::backlog);
  require_own_name();
  if (!are_several()) return;
  in_batches(registrations, [&](const std::string& in_list, const auto& numbers) {
    std::vector<sql::Value> values{unchanged_node()};
    values.insert(values.end(), numbers.begin(), numbers.end());
    database_.change(std::string(into_backlog) +
                         "SELECT name, active_mac, UTC_TIMESTAMP(6) FROM profile_node, registration"
                         " WHERE name <> ? AND active_mac IS NOT NULL AND id " +
                         in_list + anew,
                     values);
  });
}

void ProfileNodes::withdrawn(const std::vector<Mac>& macs) {
  if (macs.empty()) return;
  locks_.take(Lock::backlog);
  require_own_name();
  if (!are_several()) return;
  for (const Mac& mac : macs) {
    database_.change(std::string(into_backlog) +
                         "SELECT name, ?, UTC_TIMESTAMP(6) FROM profile_node WHERE name <> ?" +
                         anew,
                     {mac.plain(), unchanged_node()});
  }
}

/// The node that needs no entry: this machine. On a cluster it gets one, too, because its worker
/// may write the same file by way of another host, and must notice.
std::string ProfileNodes::unchanged_node() const { return database_.is_cluster() ? "" : own_; }

bool ProfileNodes::seen() {
  next_check_ = {};
  require_own_name();
  database_.change("UPDATE profile_node SET host = ?, seen = UTC_TIMESTAMP(3) WHERE name = ?",
                   {host_name(), own_});
  const auto known = database_.query("SELECT is_complete FROM profile_node WHERE name = ?", {own_});
  return !known.empty() && known[0].number(0) != 0;
}

void ProfileNodes::set_complete() {
  database_.change("UPDATE profile_node SET is_complete = TRUE WHERE name = ?", {own_});
}

void ProfileNodes::add(const std::vector<Mac>& macs) {
  for (const Mac& mac : macs) {
    database_.change(std::string(into_backlog) + "VALUES (?, ?, UTC_TIMESTAMP(6))" + anew,
                     {own_, mac.plain()});
  }
}

void ProfileNodes::add_all() {
  const std::int64_t last =
      database_.query("SELECT COALESCE(MAX(id), 0) FROM registration").at(0).number(0);
  for (std::int64_t first = 1; first <= last; first += phones_at_once) {
    database_.transact([&] {
      database_.change(std::string(into_backlog) +
                           "SELECT ?, active_mac, created FROM registration"
                           " WHERE active_mac IS NOT NULL AND id BETWEEN ? AND ?" +
                           anew,
                       {own_, first, first + phones_at_once - 1});
    });
  }
}

/// `which` is the rest of a condition.
std::vector<BacklogEntry> ProfileNodes::entries(const std::string& which, int count) {
  std::vector<BacklogEntry> found;
  for (const auto& row :
       database_.query("SELECT node_backlog.mac, registration.id, COALESCE(profile_sha256, ''), " +
                           is_readable() +
                           ", UTC_TIMESTAMP(6) FROM node_backlog LEFT JOIN registration"
                           " ON active_mac = node_backlog.mac AND state = 'live'"
                           " WHERE node = ? AND " +
                           which + " LIMIT ?",
                       {own_, count})) {
    const auto mac = Mac::parse(row.text(0));
    if (!mac) continue;
    const bool has_phone = !row.is_null(1);
    found.push_back({.mac = *mac,
                     .registration = has_phone ? std::optional(row.number(1)) : std::nullopt,
                     .sha256 = row.text(2),
                     .is_readable = has_phone && row.number(3) != 0,
                     .read_at = row.text(4)});
  }
  return found;
}

std::vector<BacklogEntry> ProfileNodes::backlog(int count) {
  auto all = entries("failures = 0 ORDER BY since DESC", count);
  const int room = count - static_cast<int>(all.size());
  if (room == 0) return all;
  for (BacklogEntry& each : entries("failures > 0 AND not_before <= UTC_TIMESTAMP(3)", room)) {
    all.push_back(std::move(each));
  }
  return all;
}

void ProfileNodes::caught_up(const std::vector<Mac>& macs) {
  static const std::string statement =
      "DELETE FROM node_backlog WHERE node = ? AND mac IN (" + placeholders(batch_size) + ")";
  locks_.take(Lock::backlog);
  in_batches(macs, {own_}, [&](const auto& values) { database_.change(statement, values); });
}

void ProfileNodes::failed(const std::vector<Mac>& macs, const std::string& reason,
                          const std::string& read_at) {
  // The next tries come after 10, 20, 40 … seconds, at most ten minutes.
  static const std::string statement =
      "UPDATE node_backlog SET reason = ?, not_before = UTC_TIMESTAMP(3) +"
      " INTERVAL LEAST(10 * POW(2, LEAST(failures, 10)), 600) SECOND, failures = failures + 1"
      " WHERE node = ? AND since <= ? AND mac IN (" +
      placeholders(batch_size) + ")";
  in_batches(macs, {truncate_reason(reason), own_, read_at},
             [&](const auto& values) { database_.change(statement, values); });
}

std::int64_t ProfileNodes::count_backlog() {
  return database_.query("SELECT COUNT(*) FROM node_backlog WHERE node = ?", {own_})
      .at(0)
      .number(0);
}

bool ProfileNodes::has_backlog(const Mac& mac) {
  return are_several() &&
         !database_
              .query("SELECT 1 FROM node_backlog WHERE node = ? AND mac = ?", {own_, mac.plain()})
              .empty();
}

std::vector<ProfileNode> ProfileNodes::all() {
  std::vector<ProfileNode> nodes;
  for (const auto& row : database_.query(
           "SELECT name, DATE_FORMAT(seen, '%Y-%m-%d %H:%i:%s'),"
           " TIMESTAMPDIFF(SECOND, seen, UTC_TIMESTAMP(3)),"
           " (SELECT COUNT(*) FROM node_backlog WHERE node = name),"
           " COALESCE((SELECT reason FROM node_backlog WHERE node = name AND failures > 0 LIMIT 1),"
           " '') FROM profile_node ORDER BY name")) {
    nodes.push_back({.name = row.text(0),
                     .seen = row.text(1),
                     .age = std::chrono::seconds(row.number(2)),
                     .behind = row.number(3),
                     .reason = row.text(4)});
  }
  return nodes;
}

std::vector<NodeBehind> ProfileNodes::behind(const std::optional<Mac>& mac) {
  std::vector<NodeBehind> nodes;
  if (!mac || !are_several()) return nodes;
  for (const auto& row : database_.query(
           "SELECT node, reason FROM node_backlog JOIN profile_node ON name = node WHERE mac = ?"
           " ORDER BY node",
           {mac->plain()})) {
    nodes.push_back({row.text(0), row.text(1)});
  }
  return nodes;
}

bool ProfileNodes::remove(const std::string& name) {
  bool was_there = false;
  database_.transact([&] {
    // First, so that its worker waits with adding anew.
    was_there = database_.change("DELETE FROM profile_node WHERE name = ?", {name}) > 0;
    database_.change("DELETE FROM node_backlog WHERE node = ?", {name});
    database_.change("DELETE FROM failed_step WHERE step LIKE CONCAT(?, ': %')", {name});
  });
  return was_there;
}

}  // namespace spaconf
