// Sends one SIP request over UDP until it is answered.
#pragma once

#include <functional>
#include <optional>

#include "sip_message.h"
#include "udp.h"

namespace virtual_phone {

/// In seconds; RFC 3261 recommends 0.5, 4 and 32, the phone's parameters have 16 for the last.
struct Timers {
  double t1 = 0.5;  ///< The first retransmission; each later one waits twice as long
  double t2 = 4;    ///< but never longer than this
  double f = 16;    ///< When it gives up
};

/// The final response to this very request; empty when none came. Requests that come in meanwhile
/// are handed on. Source: RFC 3261, section 17.1.2.
std::optional<SipMessage> transact(
    const Udp& udp, const SipMessage& request, const sockaddr_in& to, const Timers& timers,
    const std::function<void(const SipMessage& request, const sockaddr_in& from)>& hand_on);

}  // namespace virtual_phone
