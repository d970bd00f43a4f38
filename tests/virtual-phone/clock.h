// The phone's clock, which leaps over the time in which nothing happens unless it is set to be
// real.
#pragma once

#include <chrono>

namespace virtual_phone {

/// Seconds since power was plugged in.
class Clock {
 public:
  double now() const { return is_real_ ? base_ + elapsed() : base_; }
  bool is_real() const { return is_real_; }

  /// Goes on from where it is, from now on with the time on the wall or without.
  void be_real(bool real) {
    base_ = now();
    began_ = std::chrono::steady_clock::now();
    is_real_ = real;
  }

  /// Nothing happens until then. Never goes back; a real clock gets there by itself.
  void leap(double then) {
    if (!is_real_ && then > base_) base_ = then;
  }

 private:
  double elapsed() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  }

  double base_ = 0;
  bool is_real_ = false;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace virtual_phone
