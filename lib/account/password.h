// Generates SIP passwords and the hashes that exchanges keep of them.
#pragma once

#include <string>
#include <string_view>

#include "account/account.h"

namespace spaconf {

/// OpenSER's subscriber.password has room for 25 characters.
constexpr std::size_t longest_password = 25;

/// 20 letters and digits of which none looks like another on paper: 115 bits.
Secret new_password();

/// Can a phone be given this password? Printable ASCII without blanks, since the
/// phone strips those and knows no other letters; at most longest_password.
bool is_usable_password(std::string_view password);

/// MD5 of user:domain:password, 32 lower-case hex digits. Source: RFC 2617, A1.
Secret ha1(const Account& account);
/// The same for agents that put the domain into the user name, as OpenSER's
/// openserctl makes it: MD5 of user@domain:domain:password.
Secret ha1b(const Account& account);

}  // namespace spaconf
