// Reads times of logs with strptime. Its month names are English, because no program of ours sets
// a locale. It also accepts one digit for two, so text of the fixed length is cut out first.
#include "phone/log_time.h"

#include <algorithm>
#include <string>

namespace spaconf {
namespace {

constexpr std::time_t day = 86400;

/// Reads all of `text`.
bool reads(std::string_view text, const char* format, std::tm& time) {
  const std::string copy(text);
  return ::strptime(copy.c_str(), format, &time) == copy.c_str() + copy.size();
}

/// The moment of a time, in the zone that was read with it.
std::optional<std::time_t> moment(std::tm time) {
  const long east = time.tm_gmtoff;
  const std::time_t at = ::timegm(&time) - east;
  if (at < 0) return {};
  return at;
}

std::optional<std::time_t> rfc_3339_time(std::string_view text) {
  constexpr std::size_t seconds_end = std::string_view("2026-11-23T10:32:07").size();
  if (text.size() <= seconds_end) return {};
  // Fractions of a second are ignored.
  const auto zone = std::min(text.find_first_of("Z+-", seconds_end), text.size());
  std::tm time{};
  const std::string whole_seconds(text.substr(0, seconds_end));
  if (!reads(whole_seconds + std::string(text.substr(zone)), "%Y-%m-%dT%H:%M:%S%z", time))
    return {};
  return moment(time);
}

std::optional<std::time_t> local_time(std::string_view text, std::time_t now) {
  std::tm time{}, today{};
  ::localtime_r(&now, &today);
  if (!reads(text, "%b %d %H:%M:%S", time)) return {};
  for (int year = today.tm_year + 1; year >= today.tm_year - 1; --year) {
    std::tm tried = time;
    tried.tm_year = year;
    tried.tm_isdst = -1;
    const std::time_t at = std::mktime(&tried);
    if (at <= now + day) return at;
  }
  return {};
}

}  // namespace

std::optional<std::time_t> take_syslog_time(std::string_view& line, std::time_t now) {
  const auto take = [&](std::size_t end) {
    const std::string_view part = line.substr(0, end);
    line.remove_prefix(end >= line.size() ? line.size() : end + 1);
    return part;
  };
  if (line.starts_with('<')) take(line.find('>'));
  if (line.starts_with("1 ")) line.remove_prefix(2);
  constexpr std::size_t length = std::string_view("Nov 23 10:32:07").size();
  if (line.size() > length + 1 && line[3] == ' ' && line[length] == ' ') {
    return local_time(take(length), now);
  }
  return rfc_3339_time(take(line.find(' ')));
}

std::optional<std::time_t> web_log_time(std::string_view text) {
  constexpr std::size_t length = std::string_view("23/Nov/2026:10:32:07 +0100").size();
  std::tm time{};
  if (!reads(text.substr(0, length), "%d/%b/%Y:%H:%M:%S %z", time)) return {};
  return moment(time);
}

}  // namespace spaconf
