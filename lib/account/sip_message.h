// A SIP NOTIFY and its responses: the only place that knows osip.
#pragma once

#include <optional>
#include <string>

#include "account/digest.h"
#include "base/secret.h"

namespace spaconf {

/// What a challenge is answered with.
struct Proof {
  Challenge challenge;
  Secret password;
  std::string cnonce;  ///< Random
};

/// A NOTIFY to one phone that is part of no subscription.
struct Notify {
  std::string event;         ///< "resync"
  std::string contact;       ///< Of the phone: "sip:1001@192.0.2.7:5060"
  std::string user, domain;  ///< The account that it has registered with
  std::string exchange;      ///< Through whom it goes: "192.0.2.1:5060"
  std::string own;           ///< Where answers come to: "192.0.2.9:40000"
  std::string call_id, tag;  ///< Random, and the same for every attempt
  std::string branch;        ///< Random, another for every attempt; begins with z9hG4bK
  int sequence = 1;          ///< Of the attempt
  std::optional<Proof> proof;
};

/// The request as RFC 3261 wants it. Throws Unavailable: the contact is no SIP address.
std::string serialize(const Notify& notify);

/// The answer to a request.
struct Answer {
  int status;          ///< 100 to 699
  std::string reason;  ///< "OK"; may be empty
  std::optional<Challenge> challenge;
};

/// Reads a datagram. Empty when it is not SIP, or answers something else.
std::optional<Answer> answer_to(const Notify& notify, const std::string& datagram);

}  // namespace spaconf
