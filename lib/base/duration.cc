// Formats a duration in words, as "5 minutes".
#include "base/duration.h"

#include <cstdint>

#include "base/number.h"

namespace spaconf {

std::string humanized(std::chrono::seconds time) {
  struct Unit {
    std::int64_t seconds;
    const char* name;
  };
  constexpr Unit units[] = {{86400, "day"}, {3600, "hour"}, {60, "minute"}};
  const std::int64_t seconds = time.count() > 0 ? time.count() : 0;
  for (const Unit& unit : units) {
    if (seconds >= unit.seconds) return counted(seconds / unit.seconds, unit.name);
  }
  return counted(seconds, "second");
}

}  // namespace spaconf
