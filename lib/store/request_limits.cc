// SQL for request limits, as the generic cell rate algorithm (ITU-T I.371) has them.
// The time at which a bucket is full again is all of its state: a token puts it off by the time in
// which one is gained, and a bucket is empty while that time is too far ahead.
// The table is in the server's memory, so that no request waits for the disk; after a restart of
// the server all buckets are full.
#include "store/request_limits.h"

namespace spaconf {
namespace {

/// Takes a token in one statement, so that no two processes take the same.
bool takes(sql::Connection& database, const std::string& subject, std::int64_t gain,
           std::int64_t most_ahead) {
  // Where the clock was set back or the rate was increased, the time may be further ahead than an
  // empty bucket's. Then this is the last token.
  return database.change(
             "UPDATE request_limit SET full_at = LEAST(GREATEST(full_at, UTC_TIMESTAMP(6))"
             " + INTERVAL ? MICROSECOND, UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND)"
             " WHERE subject = ? AND (full_at <= UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND"
             " OR full_at > UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND)",
             {gain, most_ahead + gain, subject, most_ahead, most_ahead + gain}) > 0;
}

/// Adds the bucket with one token less. Returns false if another process was faster, or
/// if wrong tokens from very many addresses have filled the table: then it empties the table.
bool adds(sql::Connection& database, const std::string& subject, std::int64_t gain) {
  try {
    // Nothing reads is_refused.
    database.change(
        "INSERT INTO request_limit (subject, full_at, is_refused)"
        " VALUES (?, UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND, FALSE)",
        {subject, gain});
    return true;
  } catch (const sql::Duplicate&) {
    return false;
  } catch (const sql::TableFull&) {
    database.change("DELETE FROM request_limit");
    return false;
  }
}

}  // namespace

std::optional<std::chrono::seconds> RequestLimits::take(const std::string& subject, int per_minute,
                                                        int burst) {
  const std::int64_t gain = 60'000'000 / per_minute;   // microseconds for a token
  const std::int64_t most_ahead = gain * (burst - 1);  // with one token left
  for (;;) {
    if (takes(database_, subject, gain, most_ahead)) return {};
    const auto rows = database_.query(
        "SELECT TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(6), full_at) FROM request_limit"
        " WHERE subject = ?",
        {subject});
    if (rows.empty()) {
      if (adds(database_, subject, gain)) return {};
      continue;
    }
    // Another process may have added the bucket since the first statement; then it has tokens.
    const std::chrono::microseconds wait{rows[0].number(0) - most_ahead};
    if (wait.count() > 0) return std::chrono::ceil<std::chrono::seconds>(wait);
  }
}

std::uint64_t RequestLimits::purge() {
  // The table has no index by time, because every request would have to change it. The engine locks
  // the whole table, so this cannot deadlock with take(), and each statement deletes only some.
  std::uint64_t all = 0, some = 0;
  do {
    some =
        database_.change("DELETE FROM request_limit WHERE full_at < UTC_TIMESTAMP(6) LIMIT 1000");
    all += some;
  } while (some == 1000);
  return all;
}

}  // namespace spaconf
