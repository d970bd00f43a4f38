// Sends signed messages to a program of others.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/http.h"
#include "webhook/signature.h"

namespace spaconf {

/// How long one message takes at most.
constexpr std::chrono::seconds longest_webhook_call{10};

/// A program of others that receives messages by POST.
class Webhook {
 public:
  /// Reads url, secret_file, former_secret_file and ca_file of its section, [webhook.NAME]. Throws
  /// Misconfigured, also for an address that would lead the messages over a network in clear text.
  explicit Webhook(const Section& section);

  /// Sends the message on a new connection, follows no redirection, and returns the HTTP status,
  /// whatever its body. Throws Unavailable: no answer; the message may have arrived.
  long send(const SignedMessage& message);

 private:
  std::string url_;
  std::vector<Secret> keys_;  // the former one last
  http::Client client_;
};

}  // namespace spaconf
