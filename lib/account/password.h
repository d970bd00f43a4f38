// Generates SIP passwords and the hashes that exchanges store.
#pragma once

#include <string>
#include <string_view>

#include "account/account.h"

namespace spaconf {

/// OpenSER's subscriber.password has room for 25 characters.
constexpr std::size_t longest_password = 25;
/// An exchange with less room is refused.
constexpr std::size_t shortest_password = 12;

/// Letters and digits that look different on paper: 20 of them, or as many as fit into `width`
/// characters; 115 bits.
Secret new_password(std::size_t width = longest_password);

/// Can a phone use this password? It must be printable ASCII without blanks, because the
/// phone strips blanks and supports no other characters; at most `width`.
bool is_usable_password(std::string_view password, std::size_t width = longest_password);

/// MD5 of user:domain:password, 32 lower-case hex digits. Source: RFC 2617, A1.
Secret ha1(const Account& account);
/// SHA-256 and SHA-512/256 of the same text, 64 digits each. Source: RFC 7616.
Secret ha1_sha256(const Account& account);
Secret ha1_sha512t256(const Account& account);
/// ha1 for agents that put the domain into the user name, as OpenSER's
/// openserctl computes it: MD5 of user@domain:domain:password.
Secret ha1b(const Account& account);

}  // namespace spaconf
