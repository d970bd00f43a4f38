// Sends systemd's notifications with libsystemd. Only this file uses it.
#include "base/service_manager.h"

#include <systemd/sd-daemon.h>

namespace spaconf::service_manager {

void ready(const std::string& status) {
  // A status line ends the message, so it must be one line.
  ::sd_notify(0, ("READY=1\nSTATUS=" + status.substr(0, status.find('\n'))).c_str());
}

void reloading() { ::sd_notify(0, "RELOADING=1"); }

void stopping() { ::sd_notify(0, "STOPPING=1"); }

void alive() { ::sd_notify(0, "WATCHDOG=1"); }

std::optional<std::chrono::milliseconds> watchdog_interval() {
  std::uint64_t microseconds = 0;
  if (::sd_watchdog_enabled(0, &microseconds) <= 0) return {};
  return std::chrono::milliseconds(microseconds / 1000 / 2);
}

}  // namespace spaconf::service_manager
