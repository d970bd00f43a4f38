// Reads server logs and stores when phones fetched their profiles.
// What was read and up to where it was read are written down together.
#include "store/fetches.h"

#include <exception>
#include <system_error>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "store/batches.h"

namespace spaconf {
namespace {

/// In one sweep, of each log: some thousand lines.
constexpr std::size_t most_at_once = 1 << 20;

const char* name(LogSource source) {
  switch (source) {
    case LogSource::tftp: return "tftp";
    case LogSource::http: return "http";
    default: return "phone";
  }
}

}  // namespace

Fetches::Fetches(const Section& phone, sql::Connection& database, Events& events,
                 const Profiles& profiles, const std::string& node)
    : database_(database), events_(events), profiles_(profiles) {
  for (const std::string& file : phone.texts("fetch_logs")) {
    if (!file.starts_with('/')) phone.wrong("fetch_logs", "a log's path must begin with /");
    logs_.push_back({.file = file, .name = node.empty() ? file : node + ":" + file, .place = {}});
  }
}

void Fetches::read_logs() {
  for (Log& log : logs_) {
    try {
      read(log);
    } catch (const Unavailable&) {
      throw;
    } catch (const std::exception& error) {
      passed_over(log, error.what());
    }
  }
}

void Fetches::passed_over(Log& log, const std::string& why) {
  if (!log.is_silent) {
    spaconf::log(Priority::warning, "fetches skipped", {{"log", log.file.string()}, {"why", why}});
  }
  log.is_silent = true;
}

void Fetches::read(Log& log) {
  if (!log.is_known) {
    auto rows =
        database_.query("SELECT inode, position FROM log_position WHERE file = ?", {log.name});
    if (!rows.empty()) {
      log.place = {static_cast<std::uint64_t>(rows[0].number(0)),
                   static_cast<std::uint64_t>(rows[0].number(1))};
    }
    log.is_known = true;
  }
  FilePosition place = log.place;
  std::string lines;
  try {
    lines = read_new_lines(log.file, place, most_at_once);
  } catch (const std::system_error& error) {
    if (!log.is_silent)
      spaconf::log(Priority::warning, "cannot read fetch log", {{"why", error.what()}});
    log.is_silent = true;
    return;
  }
  if (place == log.place) return;
  int without_time = 0;
  const auto fetches = fetches_in(
      lines, [&](const Mac& mac) { return profiles_.file_name(mac); }, std::time(nullptr),
      &without_time);
  log.without_time += without_time;
  database_.transact([&] {
    write_down(fetches);
    database_.change(
        "INSERT INTO log_position (file, inode, position) VALUES (?, ?, ?)"
        " ON DUPLICATE KEY UPDATE inode = VALUES(inode), position = VALUES(position)",
        {log.name, static_cast<std::int64_t>(place.inode),
         static_cast<std::int64_t>(place.position)});
  });
  log.place = place;
  if (log.without_time == 0) {
    log.is_silent = false;
  } else {
    passed_over(log, std::to_string(log.without_time) + " lines have no readable time");
  }
}

void Fetches::write_down(const std::vector<Fetch>& fetches) {
  std::map<std::pair<std::string, LogSource>, const Fetch*> latest;
  for (const Fetch& each : fetches) {
    const Fetch*& known = latest[{each.mac.plain(), each.source}];
    if (!known || known->at <= each.at) known = &each;
  }
  std::vector<std::int64_t> registrations;
  // Only known phones are stored, because clients may request any name.
  for (const auto& [key, fetch] : latest) {
    database_.change(
        "INSERT INTO profile_fetch (mac, source, at, address)"
        " SELECT active_mac, ?, '1970-01-01' + INTERVAL ? SECOND, ? FROM registration"
        " WHERE active_mac = ? ON DUPLICATE KEY UPDATE"
        " address = IF(VALUES(at) >= profile_fetch.at, VALUES(address), profile_fetch.address),"
        " at = GREATEST(profile_fetch.at, VALUES(at))",
        {name(fetch->source), static_cast<std::int64_t>(fetch->at), fetch->address,
         fetch->mac.plain()});
    // An earlier registration of the phone may have fetched it, which is no fetch of this one.
    const auto found = numbers_in(
        database_.query("SELECT id FROM registration WHERE active_mac = ?"
                        " AND created - INTERVAL 5 SECOND <= '1970-01-01' + INTERVAL ? SECOND",
                        {fetch->mac.plain(), static_cast<std::int64_t>(fetch->at)}));
    registrations.insert(registrations.end(), found.begin(), found.end());
  }
  events_.add_first(EventType::profile_fetched, registrations);
}

}  // namespace spaconf
