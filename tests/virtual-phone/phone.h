// The whole phone: plugged in, resynced, rebooted, online.
#pragma once

#include <limits>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "clock.h"
#include "flash.h"
#include "line.h"
#include "provisioning.h"
#include "tell.h"

namespace virtual_phone {

class Phone {
 public:
  Phone(const Identity& identity, Flash& flash, Clock& clock, const Tell& tell);

  /// Plugs it in: the first resync becomes due after a random delay, then the lines.
  void power_up();

  /// Lives for so many seconds of its clock.
  void live(double seconds);

  /// As its own web page does: resync at once, by another rule when one is given.
  void resync_now(const std::string& rule);

  /// Takes every line out of the registrar.
  void leave();

  /// One line for each extension and a last one for the phone. True when the last resync went well
  /// and every line that should be registered is, or was until it left.
  bool sum_up() const;

 private:
  static constexpr double never = std::numeric_limits<double>::infinity();

  void restart(bool resyncs, const std::string& why);
  void start_lines();
  void resync(Reason reason, const std::string& rule = {});
  void schedule(bool ok);
  double next() const;
  void wait(double until);
  void listen();
  void act(Wish wish);

  const Identity& identity_;
  Flash& flash_;
  Clock& clock_;
  const Tell& tell_;
  Provisioning provisioning_;
  std::mt19937 random_;
  std::vector<std::unique_ptr<Line>> lines_;
  double resync_due_ = never;
  Reason next_reason_ = Reason::power_up;
  int failures_ = 0, reboots_ = 0;
  bool lines_wait_ = true, last_resync_ok_ = false;
};

}  // namespace virtual_phone
