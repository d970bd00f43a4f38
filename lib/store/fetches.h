// When each phone last fetched its profile, from server logs.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/log_tail.h"
#include "base/sql.h"
#include "phone/fetch_log.h"
#include "phone/profile.h"
#include "store/events.h"

namespace spaconf {

/// The table of fetches: of each registered phone the latest that each source has seen. The first
/// of a registration is an event.
class Fetches {
 public:
  /// Reads fetch_logs of [phone]; none of the files need be there yet. `node` is this machine's
  /// profile node: others have logs of the same names.
  Fetches(const Section& phone, sql::Connection& database, Events& events, const Profiles& profiles,
          const std::string& node);

  /// Are any logs configured?
  bool are_known() const { return !logs_.empty(); }
  /// Reads what was added to the logs since the last time, some of it when it is much. A log
  /// that cannot be read is logged once, and so is one with lines whose time cannot be read: these
  /// are counted and passed over. Throws Unavailable when the database does not answer.
  void read_logs();

 private:
  struct Log {
    std::filesystem::path file;
    std::string name;  ///< In the table
    FilePosition place;
    bool is_known = false;   ///< We asked the table where we were
    bool is_silent = false;  ///< What is wrong with it was logged
    int without_time = 0;    ///< Lines that were passed over
  };
  static void passed_over(Log& log, const std::string& why);
  void read(Log& log);
  void write_down(const std::vector<Fetch>& fetches);

  sql::Connection& database_;
  Events& events_;
  const Profiles& profiles_;
  std::vector<Log> logs_;
};

}  // namespace spaconf
