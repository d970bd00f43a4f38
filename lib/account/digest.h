// Answers SIP digest challenges.
#pragma once

#include <string>
#include <string_view>

#include "account/account.h"

namespace spaconf {

/// A challenge. Texts are without their quotes.
struct Challenge {
  std::string realm, nonce, opaque;
  bool has_qop = false;  ///< Offers qop "auth"
};

/// The nonce count: each nonce is used once.
constexpr std::string_view nonce_count = "00000001";

/// The response: 32 lower-case hex digits. `account` has the challenge's realm for its domain;
/// `cnonce` is random, and unused without qop. Source: RFC 2617, 3.2.2.1.
std::string digest_response(const Challenge& challenge, const Account& account,
                            std::string_view method, const std::string& uri,
                            const std::string& cnonce);

}  // namespace spaconf
