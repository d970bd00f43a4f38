// Accepts connections and holds each until its request has arrived.
// So a connection that sends nothing, or only a part, keeps no worker busy.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <vector>

namespace spaconf::web {

/// The connections of one worker.
class ArrivingRequests {
 public:
  /// `listening` does not block; `signals` is a signalfd of what ends the worker.
  ArrivingRequests(int listening, int signals);
  ArrivingRequests(const ArrivingRequests&) = delete;
  ~ArrivingRequests();

  struct Arrived {
    int connection = -1;    ///< The caller closes it
    bool is_whole = false;  ///< Reading never waits; otherwise the rest of a large request follows
  };
  /// Waits for the next request. After a signal it accepts nothing new, waits a moment for what has
  /// arrived in part, and is then empty.
  std::optional<Arrived> next();

 private:
  using Clock = std::chrono::steady_clock;

  void end();
  void close_late();
  void hold(int connection);
  void close_oldest();
  std::chrono::seconds longest() const;
  std::chrono::milliseconds patience() const;
  std::optional<Arrived> take(int connection, bool has_more_to_come);
  std::optional<Arrived> accept_one();

  int listening_, signals_, waiting_;
  bool is_ending_ = false;
  std::map<int, Clock::time_point> held_;  ///< Since when
  std::vector<unsigned char> seen_;
};

}  // namespace spaconf::web
