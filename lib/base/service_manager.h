// Tells systemd how this service is doing. Does nothing without systemd.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace spaconf::service_manager {

/// The service has started, or has read its configuration again. `status` is for people, as
/// `systemctl status` shows it.
void ready(const std::string& status = "");
/// The service reads its configuration again; ready() follows, also after a failure.
void reloading();
void stopping();
/// The service is not stuck.
void alive();

/// How often alive() must be called at least: half of systemd's limit. Empty: systemd does not
/// watch this service.
std::optional<std::chrono::milliseconds> watchdog_interval();

}  // namespace spaconf::service_manager
