// Tells in which order the hosts of a cluster are tried: as configured, those that failed a moment
// ago last.
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

namespace spaconf {

/// The order of some hosts, which are numbered from 0, the preferred one.
class HostOrder {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// A host that failed is not preferred for so long.
  static constexpr std::chrono::seconds rest_time{10};

  explicit HostOrder(std::size_t count) : rests_until_(count) {}

  /// All hosts, in the order in which to try them.
  std::vector<std::size_t> all(Time now) const;
  /// Those that would be better than `host` and did not fail lately.
  std::vector<std::size_t> better_than(std::size_t host, Time now) const;
  /// The host was tried and cannot be used.
  void failed(std::size_t host, Time now) { rests_until_.at(host) = now + rest_time; }

 private:
  std::vector<Time> rests_until_;
};

}  // namespace spaconf
