// Finds in other servers' logs which phone fetched its profile, and when.
#pragma once

#include <ctime>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "phone/mac.h"

namespace spaconf {

/// The source that reports a fetch.
enum class LogSource {
  tftp,   ///< The TFTP server: it received a request
  http,   ///< The web server: it sent the profile
  phone,  ///< The phone's own message: it applied the profile
};

/// A profile that was fetched.
struct Fetch {
  Mac mac;
  LogSource source;
  std::string address;  ///< Of the phone, IPv4 or IPv6; empty when the log lacks it
  std::time_t at;
};

/// The fetches in complete lines of a log, in their order. Recognises
///   - in.tftpd -vv through syslog: "… in.tftpd[7]: RRQ from 192.0.2.7 filename config/spa….cfg",
///     but not when "sending NAK" of the same process follows;
///   - access logs in the combined format, of GET with status 200;
///   - phones through syslog: "… SPA942 00:0e:08:11:22:33 -- Successful resync tftp://…".
/// Times of syslog are "Nov 23 10:32:07" in local time, which has no year, or ISO 8601.
/// `file_name` returns a phone's file, "spa000e08112233.cfg"; files of other names, truncated lines
/// and other lines are ignored. A time in the future is replaced by `now`.
std::vector<Fetch> fetches_in(std::string_view lines,
                              const std::function<std::string(const Mac&)>& file_name,
                              std::time_t now, int* without_time = nullptr);

}  // namespace spaconf
