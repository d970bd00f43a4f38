// Reads the times in logs of syslog and of web servers.
#pragma once

#include <ctime>
#include <optional>
#include <string_view>

namespace spaconf {

/// Removes and returns the time at the beginning of a syslog line: "Nov  3 10:32:07" or
/// "2026-11-23T10:32:07.123456+01:00" (RFC 3339), either after "<30>", the latter also after
/// "<30>1 " (RFC 5424). The first form has neither year nor zone: it is local time, in the latest
/// year that is at most a day after `now`. Empty for anything else and for times before 1970.
std::optional<std::time_t> take_syslog_time(std::string_view& line, std::time_t now);

/// The time at the beginning of `text` as web servers write it: "23/Nov/2026:10:32:07 +0100".
/// Empty for anything else and for times before 1970.
std::optional<std::time_t> web_log_time(std::string_view text);

}  // namespace spaconf
