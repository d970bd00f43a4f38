// Sends a SIP NOTIFY to one phone through the exchange and waits for the answer.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "account/sip_message.h"

namespace spaconf {

/// How long to wait for a phone, including its challenges.
constexpr std::chrono::seconds phone_patience{4};

/// The final answer; empty when none arrived in time. `notify` holds event, contact and exchange;
/// the rest is filled in here. If the phone asks for authentication, these passwords are tried in
/// order. Takes at most `patience`. Throws Unavailable: the exchange does not accept SIP there.
std::optional<Answer> send_notify(Notify notify, const std::vector<Secret>& passwords,
                                  std::chrono::milliseconds patience = phone_patience);

}  // namespace spaconf
