// SQL for request limits, as the generic cell rate algorithm (ITU-T I.371) has them.
// The time at which a bucket is full again is all of its state: a token puts it off by the time in
// which one is gained, and a bucket is empty while that time is too far ahead.
#include "store/request_limits.h"

#include <algorithm>

namespace spaconf {

std::optional<std::chrono::seconds> RequestLimits::take(const std::string& subject, int per_minute,
                                                        int burst) {
  const std::int64_t gain = 60'000'000 / per_minute;   // microseconds for a token
  const std::int64_t most_ahead = gain * (burst - 1);  // with one token left
  // Assignments are made from left to right. Where the clock was set back or the rate was
  // increased, the time may be further ahead than an empty bucket's.
  const auto rows = database_.query(
      "INSERT INTO request_limit (subject, full_at, is_refused)"
      " VALUES (?, UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND, FALSE)"
      " ON DUPLICATE KEY UPDATE"
      " is_refused = full_at > UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND,"
      " full_at = IF(is_refused, LEAST(full_at, UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND),"
      " GREATEST(full_at, UTC_TIMESTAMP(6)) + INTERVAL ? MICROSECOND)"
      " RETURNING is_refused, TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(6), full_at)",
      {subject, gain, most_ahead, most_ahead + gain, gain});
  if (rows.at(0).number(0) == 0) return {};
  const std::chrono::microseconds wait{rows[0].number(1) - most_ahead};
  return std::max(std::chrono::ceil<std::chrono::seconds>(wait), std::chrono::seconds(1));
}

std::uint64_t RequestLimits::purge() {
  // The table has no index by time, because every request would have to change it. The rows are
  // few, and are locked in the order of their key, so this cannot deadlock with take().
  return database_.change("DELETE FROM request_limit WHERE full_at < UTC_TIMESTAMP(6) LIMIT 1000");
}

}  // namespace spaconf
