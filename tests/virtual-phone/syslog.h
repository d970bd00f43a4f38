// The phone's messages to a syslog server.
#pragma once

#include <string>

namespace virtual_phone {

/// Sends one line to a host or host:port, by default 514. False when the host has no address.
bool send_syslog(const std::string& server, const std::string& text);

}  // namespace virtual_phone
