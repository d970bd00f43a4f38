// Reads the times in logs of syslog and of web servers.
#pragma once

#include <ctime>
#include <optional>
#include <string_view>

namespace spaconf {

/// Takes the time that a line of syslog begins with off it, and the blank that follows:
/// "Nov  3 10:32:07", "2026-11-23T10:32:07.123456+01:00" (RFC 3339), either after "<30>", the
/// latter after "<30>1 " too (RFC 5424). The first has neither year nor zone: it is local, and of
/// the year in which it is not to come yet at `now`, a day aside. Empty when there is none, or
/// one before 1970.
std::optional<std::time_t> take_syslog_time(std::string_view& line, std::time_t now);

/// "23/Nov/2026:10:32:07 +0100", which `text` begins with, as web servers write it. Empty like
/// the above.
std::optional<std::time_t> web_log_time(std::string_view text);

}  // namespace spaconf
