// Signs what is sent to webhooks, so that a receiver knows that it comes from here.
#pragma once

#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"

namespace spaconf {

/// The key in a secret as its file has it: "whsec_" and 24 to 64 bytes in Base64. Empty for any
/// other text. Source: Standard Webhooks, https://www.standardwebhooks.com.
std::optional<Secret> webhook_key(const Secret& text);

/// What is signed of a message.
struct SignedMessage {
  std::string id;    ///< The same whenever the message is sent again
  std::time_t time;  ///< When it is sent
  std::string body;
};

/// The value of the header webhook-signature: for each key "v1," and the HMAC-SHA256 of id, time
/// and body in Base64, with blanks between. Source: the same.
std::string webhook_signature(const SignedMessage& message, const std::vector<Secret>& keys);

}  // namespace spaconf
