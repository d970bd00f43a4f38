// Counts requests in memory that all processes of a program share.
#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <string_view>

#include "base/metrics_text.h"

namespace spaconf::web {

/// Counters of answered requests, by route and status. They are made before the program forks,
/// and so survive the death and the reload of its processes; they begin at 0 with the program.
class RequestCounters {
 public:
  static constexpr std::size_t most_routes = 32;

  /// Throws std::system_error when the system refuses the memory.
  RequestCounters();
  RequestCounters(const RequestCounters&) = delete;
  ~RequestCounters();

  /// Counts one request. `route` is below `most_routes`; a status that HTTP does not have counts
  /// as 500.
  void count(std::size_t route, int status, std::chrono::microseconds time) noexcept;

  /// Adds spaconf_requests_total and spaconf_request_duration_seconds. `routes` are the names of
  /// the routes, in the order of their numbers.
  void write(MetricsText& metrics, std::string_view program,
             std::span<const std::string_view> routes) const;

 private:
  struct Route;
  static void write_durations(MetricsText& metrics, std::string_view program, std::string_view name,
                              const Route& route);

  Route* routes_;  ///< `most_routes` of them
};

}  // namespace spaconf::web
