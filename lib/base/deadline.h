// Limits the time of a request over all services that it uses.
#pragma once

#include <algorithm>
#include <chrono>
#include <string>

#include "base/error.h"

namespace spaconf {

/// A request is answered within this time even if a service hangs.
constexpr std::chrono::seconds request_time{8};

/// A point in time of the steady clock. Until it is set, there is no limit.
class Deadline {
 public:
  using Clock = std::chrono::steady_clock;

  /// Sets the deadline to `time` from now.
  void set(std::chrono::milliseconds time) { end_ = Clock::now() + time; }
  /// Removes the deadline.
  void clear() { end_ = Clock::time_point::max(); }

  bool is_set() const { return end_ != Clock::time_point::max(); }
  bool is_over() const { return Clock::now() >= end_; }
  /// How long a step may wait: `limit`, or what is left if that is less. Throws
  /// Unavailable(`service`, …) when nothing is left.
  std::chrono::milliseconds left(std::chrono::milliseconds limit,
                                 const std::string& service) const {
    if (!is_set()) return limit;
    const auto rest = std::chrono::floor<std::chrono::milliseconds>(end_ - Clock::now());
    if (rest <= std::chrono::milliseconds(0)) throw Unavailable(service, "too slow: no time left");
    return std::min(limit, rest);
  }

 private:
  Clock::time_point end_ = Clock::time_point::max();
};

}  // namespace spaconf
