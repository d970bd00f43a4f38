// Converts UTC to local time with glibc, which reads time zones from /usr/share/zoneinfo.
// glibc silently uses UTC for an unknown zone, so this checks the file first.
#include "base/local_time.h"

#include <cstdlib>
#include <ctime>
#include <optional>
#include <string_view>
#include <system_error>

#include "base/file.h"
#include "base/translation.h"

namespace spaconf {
namespace {

constexpr char zones[] = "/usr/share/zoneinfo/";
/// The beginning of every file in zoneinfo. Source: RFC 8536, section 3.1.
constexpr std::string_view magic = "TZif";

std::optional<std::string> from_environment() {
  const char* zone = getenv("TZ");
  return zone ? std::optional<std::string>(zone) : std::nullopt;
}

/// The value of TZ when the program started.
const std::optional<std::string> of_system = from_environment();

bool is_zone(const std::string& name) {
  const bool leaves_folder = name.starts_with('/') || name.find("..") != name.npos;
  if (leaves_folder || name.find('\0') != name.npos) return false;
  try {
    return read_file(zones + name).starts_with(magic);
  } catch (const std::system_error&) {
    return false;
  }
}

std::optional<std::time_t> moment(const std::string& utc) {
  std::tm time{};
  const char* end = strptime(utc.c_str(), "%Y-%m-%d %H:%M:%S", &time);
  if (!end || *end) return {};
  return timegm(&time);
}

std::string formatted(const std::string& utc, const char* format) {
  const auto at = moment(utc);
  std::tm time{};
  if (!at || !localtime_r(&*at, &time)) return utc;
  char text[64];
  return {text, std::strftime(text, sizeof text, format, &time)};
}

}  // namespace

std::string time_zone_in(const Section& web) {
  const std::string name = web.text("time_zone", "");
  if (!name.empty() && !is_zone(name)) {
    web.wrong("time_zone", "unknown time zone \"" + name + "\": it has no file in " + zones);
  }
  return name;
}

void use_time_zone(const std::string& name) {
  if (!name.empty()) {
    setenv("TZ", (":" + name).c_str(), 1);
  } else if (of_system) {
    setenv("TZ", of_system->c_str(), 1);
  } else {
    unsetenv("TZ");
  }
  tzset();
}

// Translators choose the order of a date's parts: formats of strftime.
std::string local_time(const std::string& utc) { return formatted(utc, _("%Y-%m-%d %H:%M:%S")); }

std::string local_date(const std::string& utc) { return formatted(utc, _("%Y-%m-%d")); }

std::string short_local_time(const std::string& utc, const std::string& now) {
  const bool is_today = local_date(utc) == local_date(now);
  return formatted(utc, is_today ? _("%H:%M") : _("%Y-%m-%d %H:%M"));
}

}  // namespace spaconf
