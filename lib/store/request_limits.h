// The table of request limits, which all processes share.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/sql.h"

namespace spaconf {

/// The table of token buckets. What shares one bucket is its subject: "client 7" or "address
/// 192.0.2.7", at most 64 ASCII characters.
class RequestLimits {
 public:
  explicit RequestLimits(sql::Connection& database) : database_(database) {}

  /// Takes one token from the subject's bucket, which holds `burst` of them and gains `per_minute`
  /// a minute; both are 1 or more. Empty when there was one; otherwise how long to wait for the
  /// next, at least a second. Runs outside of a transaction, each of its statements alone.
  std::optional<std::chrono::seconds> take(const std::string& subject, int per_minute, int burst);
  /// Deletes full buckets, some at a time, and returns how many. A missing row is a full bucket.
  std::uint64_t purge();

 private:
  sql::Connection& database_;
};

}  // namespace spaconf
