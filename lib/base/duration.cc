// Formats a duration in words, as "5 minutes".
#include "base/duration.h"

#include <cstdint>

#include "base/translation.h"

namespace spaconf {

std::string humanized(std::chrono::seconds time) {
  const std::int64_t seconds = time.count() > 0 ? time.count() : 0;
  if (seconds >= 86400) return counted("{count} day", "{count} days", seconds / 86400);
  if (seconds >= 3600) return counted("{count} hour", "{count} hours", seconds / 3600);
  if (seconds >= 60) return counted("{count} minute", "{count} minutes", seconds / 60);
  return counted("{count} second", "{count} seconds", seconds);
}

std::string ago(std::chrono::seconds time) {
  const std::int64_t seconds = time.count() > 0 ? time.count() : 0;
  if (seconds >= 86400) return counted("{count} day ago", "{count} days ago", seconds / 86400);
  if (seconds >= 3600) return counted("{count} hour ago", "{count} hours ago", seconds / 3600);
  if (seconds >= 60) return counted("{count} minute ago", "{count} minutes ago", seconds / 60);
  return counted("{count} second ago", "{count} seconds ago", seconds);
}

}  // namespace spaconf
