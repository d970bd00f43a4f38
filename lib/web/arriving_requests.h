// Accepts connections and holds each until its request has arrived.
// So a connection that sends nothing, or only a part, keeps no worker busy. The bytes are taken
// from the connection as they come: a socket is full after some seventy pieces, however small.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

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
    std::string bytes;      ///< All parameters at least; empty: the connection still has them all
    bool is_whole = false;  ///< Otherwise take_rest() gets the rest of a large request
  };
  /// Waits for the next request. After a signal it accepts nothing new, waits a moment for what has
  /// arrived in part, and is then empty.
  std::optional<Arrived> next();

 private:
  using Clock = std::chrono::steady_clock;
  struct Held {
    Clock::time_point since;
    std::string bytes;
  };

  void join_accept_queue();
  void leave_accept_queue();
  void end();
  void close_late();
  void close_oldest();
  Clock::time_point limit_of(const Held& held) const;
  std::chrono::milliseconds until_next_limit() const;
  std::optional<Arrived> take(int connection, bool is_watched);
  std::optional<Arrived> accept_one();

  int listening_, signals_, waiting_;
  unsigned accepted_ = 0;                          ///< Connections so far
  std::optional<Clock::time_point> ending_since_;  ///< After a signal
  std::map<int, Held> held_;                       ///< By connection
};

/// Adds the rest of a large request. False when it does not come.
bool take_rest(ArrivingRequests::Arrived& request);

}  // namespace spaconf::web
