// Builds a SIP NOTIFY and reads its responses. Only this file uses osip.
#pragma once

#include <optional>
#include <string>

#include "account/digest.h"
#include "base/secret.h"

namespace spaconf {

/// The answer to a challenge.
struct Proof {
  Challenge challenge;
  Secret password;
  std::string cnonce;  ///< Random
};

/// A NOTIFY to one phone, outside any subscription.
struct Notify {
  std::string event;         ///< "resync"
  std::string contact;       ///< Of the phone: "sip:1001@192.0.2.7:5060"
  std::string user, domain;  ///< The account that it has registered with
  std::string exchange;      ///< The exchange that relays it: "192.0.2.1:5060"
  std::string own;           ///< Where answers arrive: "192.0.2.9:40000"
  std::string call_id, tag;  ///< Random, and the same for every attempt
  std::string branch;        ///< Random, different for every attempt; begins with z9hG4bK
  int sequence = 1;          ///< Of the attempt
  std::optional<Proof> proof;
};

/// The request by RFC 3261. Throws Unavailable: the contact is not a SIP address.
std::string serialize(const Notify& notify);

/// The answer to a request.
struct Answer {
  int status;          ///< 100 to 699
  std::string reason;  ///< "OK"; may be empty
  std::optional<Challenge> challenge;
};

/// Reads a datagram. Empty when it is not SIP, or answers another request.
std::optional<Answer> answer_to(const Notify& notify, const std::string& datagram);

}  // namespace spaconf
