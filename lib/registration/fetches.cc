// What was read and up to where it was read are written down together.
#include "registration/fetches.h"

#include <system_error>
#include <utility>

#include "base/log.h"

namespace spaconf {
namespace {

/// In one sweep, of each log: some thousand lines.
constexpr std::size_t most_at_once = 1 << 20;

const char* name(Witness witness) {
  switch (witness) {
    case Witness::tftp: return "tftp";
    case Witness::http: return "http";
    default: return "phone";
  }
}

}  // namespace

Fetches::Fetches(const Section& phone, sql::Connection& database, const Profiles& profiles)
    : database_(database), profiles_(profiles) {
  for (const std::string& file : phone.texts("fetch_logs")) {
    if (!file.starts_with('/')) phone.wrong("fetch_logs", "a log's path begins with /");
    logs_.push_back({.file = file, .place = {}});
  }
}

void Fetches::read_logs() {
  for (Log& log : logs_) read(log);
}

void Fetches::read(Log& log) {
  if (!log.is_known) {
    auto rows = database_.query("SELECT inode, position FROM fetch_log WHERE file = ?",
                                {log.file.string()});
    if (!rows.empty()) {
      log.place = {static_cast<std::uint64_t>(rows[0].number(0)),
                   static_cast<std::uint64_t>(rows[0].number(1))};
    }
    log.is_known = true;
  }
  Place place = log.place;
  std::string lines;
  try {
    lines = read_on(log.file, place, most_at_once);
    log.is_silent = false;
  } catch (const std::system_error& error) {
    if (!log.is_silent) spaconf::log("no fetches are seen", {{"why", error.what()}});
    log.is_silent = true;
    return;
  }
  if (place == log.place) return;
  const auto fetches = fetches_in(
      lines, [&](const Mac& mac) { return profiles_.file_name(mac); }, std::time(nullptr));
  database_.transact([&] {
    write_down(fetches);
    database_.change(
        "INSERT INTO fetch_log (file, inode, position) VALUES (?, ?, ?)"
        " ON DUPLICATE KEY UPDATE inode = VALUES(inode), position = VALUES(position)",
        {log.file.string(), static_cast<std::int64_t>(place.inode),
         static_cast<std::int64_t>(place.position)});
  });
  log.place = place;
}

void Fetches::write_down(const std::vector<Fetch>& fetches) {
  std::map<std::pair<std::string, Witness>, const Fetch*> latest;
  for (const Fetch& each : fetches) {
    const Fetch*& known = latest[{each.mac.plain(), each.witness}];
    if (!known || known->at <= each.at) known = &each;
  }
  // Only phones that we know: anybody may ask for any name.
  for (const auto& [key, fetch] : latest) {
    database_.change(
        "INSERT INTO fetched (mac, witness, at, address)"
        " SELECT active_mac, ?, '1970-01-01' + INTERVAL ? SECOND, ? FROM registration"
        " WHERE active_mac = ? ON DUPLICATE KEY UPDATE"
        " address = IF(VALUES(at) >= fetched.at, VALUES(address), fetched.address),"
        " at = GREATEST(fetched.at, VALUES(at))",
        {name(fetch->witness), static_cast<std::int64_t>(fetch->at), fetch->address,
         fetch->mac.plain()});
  }
}

}  // namespace spaconf
