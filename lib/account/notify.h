// Sends a SIP NOTIFY to one phone through the exchange and waits for the answer.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "account/sip_message.h"

namespace spaconf {

/// How long anybody waits for a phone, all its challenges included.
constexpr std::chrono::seconds phone_patience{4};

/// The phone's last word; empty when none came in time. `notify` says what, to whom and by which
/// way; the rest is filled in here. When the phone wants a password these are tried, in this
/// order. It takes `patience` at most. Throws Unavailable: nobody takes SIP at the exchange.
std::optional<Answer> send_notify(Notify notify, const std::vector<Secret>& passwords,
                                  std::chrono::milliseconds patience = phone_patience);

}  // namespace spaconf
