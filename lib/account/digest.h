// Answers SIP digest challenges.
#pragma once

#include <string>
#include <string_view>

#include "account/account.h"

namespace spaconf {

/// What whoever wants the proof asks for. Texts are as they stood between their quotes.
struct Challenge {
  std::string realm, nonce, opaque;
  bool has_qop = false;  ///< It knows qop "auth"
};

/// How often its nonce is used with this answer: for the first time.
constexpr std::string_view nonce_count = "00000001";

/// The proof: 32 lower-case hex digits. `account` has the challenge's realm for its domain;
/// `cnonce` is random, and unused without qop. Source: RFC 2617, 3.2.2.1.
std::string digest_response(const Challenge& challenge, const Account& account,
                            std::string_view method, const std::string& uri,
                            const std::string& cnonce);

}  // namespace spaconf
