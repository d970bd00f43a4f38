// Lines of other servers' logs that tell which phone fetched its profile, and when.
#pragma once

#include <ctime>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "phone/mac.h"

namespace spaconf {

/// Who says that a phone has its profile.
enum class LogSource {
  tftp,   ///< The TFTP server: it was asked for
  http,   ///< The web server: it was handed over
  phone,  ///< The phone's own message: it was taken
};

/// A profile that was fetched.
struct Fetch {
  Mac mac;
  LogSource source;
  std::string address;  ///< Of the phone, IPv4 or IPv6; empty when the log does not have it
  std::time_t at;
};

/// The fetches that complete lines of a log tell of, in their order. Knows
///   - in.tftpd -vv through syslog: "… in.tftpd[7]: RRQ from 192.0.2.7 filename config/spa….cfg",
///     but not when "sending NAK" of the same process follows;
///   - access logs in the combined format, of GET with status 200;
///   - phones through syslog: "… SPA942 00:0e:08:11:22:33 -- Successful resync tftp://…".
/// Times of syslog are "Nov 23 10:32:07" in local time, which has no year, or ISO 8601.
/// `file_name` gives a phone's file, "spa000e08112233.cfg"; a file of another name, a line that
/// was cut, and whatever else stands there, is none. `now` stands in for times to come.
std::vector<Fetch> fetches_in(std::string_view lines,
                              const std::function<std::string(const Mac&)>& file_name,
                              std::time_t now, int* without_time = nullptr);

}  // namespace spaconf
