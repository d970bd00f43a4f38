// SQL for the machines with a TFTP folder and their backlogs.
// A statement that adds to a backlog always writes the row, even one that is there: on a cluster, a
// node that removes this row on another host at the same time must notice.
#include "store/profile_nodes.h"

#include "base/error.h"
#include "store/batches.h"
#include "store/column_values.h"

namespace spaconf {
namespace {

constexpr char into_backlog[] = "INSERT INTO node_backlog (node, mac, since, not_before) ";
constexpr char anew[] =
    " ON DUPLICATE KEY UPDATE since = VALUES(since), not_before = VALUES(not_before), reason = ''";
/// A worker that was seen so recently on another host is still running.
constexpr int still_running_seconds = 20;

}  // namespace

void ProfileNodes::require_own() {
  if (is_alone_ || !own_.empty()) return;
  const auto others = database_.query("SELECT name FROM profile_node ORDER BY name LIMIT 1");
  if (!others.empty()) {
    throw Unavailable("profile node",
                      others[0].text(0) +
                          " has a TFTP folder, too: name this machine in [phone] node,"
                          " or forget the other with `spaconf nodes --remove`");
  }
  is_alone_ = true;
}

void ProfileNodes::changed(const std::vector<std::int64_t>& registrations) {
  if (own_.empty()) return;
  locks_.take(Lock::backlog);
  in_batches(registrations, [&](const std::string& in_list, const auto& numbers) {
    std::vector<sql::Value> values{own_};
    values.insert(values.end(), numbers.begin(), numbers.end());
    database_.change(std::string(into_backlog) +
                         "SELECT name, active_mac, UTC_TIMESTAMP(6), UTC_TIMESTAMP(3)"
                         " FROM profile_node, registration"
                         " WHERE name <> ? AND active_mac IS NOT NULL AND id " +
                         in_list + anew,
                     values);
  });
}

void ProfileNodes::withdrawn(const std::vector<Mac>& macs) {
  if (own_.empty()) return;
  locks_.take(Lock::backlog);
  for (const Mac& mac : macs) {
    database_.change(std::string(into_backlog) +
                         "SELECT name, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(3)"
                         " FROM profile_node WHERE name <> ?" +
                         anew,
                     {mac.plain(), own_});
  }
}

bool ProfileNodes::seen(const std::string& host) {
  const auto known = database_.query(
      "SELECT host <> ? AND seen > UTC_TIMESTAMP(3) - INTERVAL ? SECOND, host FROM profile_node"
      " WHERE name = ?",
      {host, still_running_seconds, own_});
  if (!known.empty() && known[0].number(0) != 0) {
    throw Unavailable("profile node", own_ + " is also the name of " + known[0].text(1) +
                                          ": give each machine its own [phone] node");
  }
  database_.change(
      "INSERT INTO profile_node (name, host, seen) VALUES (?, ?, UTC_TIMESTAMP(3))"
      " ON DUPLICATE KEY UPDATE host = VALUES(host), seen = VALUES(seen)",
      {own_, host});
  return known.empty();
}

void ProfileNodes::add(const std::vector<Mac>& macs) {
  for (const Mac& mac : macs) {
    database_.change(
        std::string(into_backlog) + "VALUES (?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(3))" + anew,
        {own_, mac.plain()});
  }
}

void ProfileNodes::add_all() {
  database_.change(std::string(into_backlog) +
                       "SELECT ?, active_mac, created, UTC_TIMESTAMP(3) FROM registration"
                       " WHERE active_mac IS NOT NULL" +
                       anew,
                   {own_});
}

std::vector<BacklogEntry> ProfileNodes::backlog(int count) {
  std::vector<BacklogEntry> entries;
  for (const auto& row : database_.query(
           "SELECT node_backlog.mac, registration.id FROM node_backlog LEFT JOIN registration"
           " ON active_mac = node_backlog.mac AND state = 'live'"
           " WHERE node = ? AND not_before <= UTC_TIMESTAMP(3) ORDER BY since DESC LIMIT ?",
           {own_, count})) {
    const auto mac = Mac::parse(row.text(0));
    if (!mac) continue;
    entries.push_back({*mac, row.is_null(1) ? std::nullopt : std::optional(row.number(1))});
  }
  return entries;
}

void ProfileNodes::caught_up(const std::vector<Mac>& macs) {
  static const std::string these = "IN (" + placeholders(batch_size) + ")";
  locks_.take(Lock::backlog);
  for (const auto& places : batches_of(macs.size())) {
    std::vector<sql::Value> values{own_};
    for (std::size_t place : places) values.emplace_back(macs[place].plain());
    database_.change("DELETE FROM node_backlog WHERE node = ? AND mac " + these, values);
  }
}

void ProfileNodes::failed(const Mac& mac, const std::string& reason, std::chrono::seconds wait) {
  database_.change(
      "UPDATE node_backlog SET reason = ?, not_before = UTC_TIMESTAMP(3) + INTERVAL ? SECOND"
      " WHERE node = ? AND mac = ?",
      {truncate_reason(reason), wait.count(), own_, mac.plain()});
}

std::int64_t ProfileNodes::count_backlog() {
  return database_.query("SELECT COUNT(*) FROM node_backlog WHERE node = ?", {own_})
      .at(0)
      .number(0);
}

bool ProfileNodes::has_backlog(const Mac& mac) {
  return !own_.empty() &&
         !database_
              .query("SELECT 1 FROM node_backlog WHERE node = ? AND mac = ?", {own_, mac.plain()})
              .empty();
}

std::vector<ProfileNode> ProfileNodes::all() {
  std::vector<ProfileNode> nodes;
  for (const auto& row : database_.query(
           "SELECT name, DATE_FORMAT(seen, '%Y-%m-%d %H:%i:%s'),"
           " TIMESTAMPDIFF(SECOND, seen, UTC_TIMESTAMP(3)), COUNT(mac), COALESCE(MAX(reason), '')"
           " FROM profile_node LEFT JOIN node_backlog ON node = name GROUP BY name ORDER BY "
           "name")) {
    nodes.push_back({.name = row.text(0),
                     .seen = row.text(1),
                     .age = std::chrono::seconds(row.number(2)),
                     .behind = row.number(3),
                     .reason = row.text(4)});
  }
  return nodes;
}

std::vector<NodeBehind> ProfileNodes::behind(const Mac& mac) {
  std::vector<NodeBehind> nodes;
  for (const auto& row : database_.query(
           "SELECT node, reason FROM node_backlog JOIN profile_node ON name = node WHERE mac = ?"
           " ORDER BY node",
           {mac.plain()})) {
    nodes.push_back({row.text(0), row.text(1)});
  }
  return nodes;
}

bool ProfileNodes::remove(const std::string& name) {
  const bool was_there = database_.change("DELETE FROM profile_node WHERE name = ?", {name}) > 0;
  database_.change("DELETE FROM node_backlog WHERE node = ?", {name});
  return was_there;
}

}  // namespace spaconf
