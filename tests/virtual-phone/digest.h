// HTTP digest as SIP uses it: answering a challenge, and checking an answer to one's own.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace virtual_phone {

/// Names in lower case -> values without quotation marks.
using Credentials = std::map<std::string, std::string>;

/// Takes `Digest realm="a", qop="auth"` apart; empty when it is not a digest.
Credentials read_digest(std::string_view header);

/// The value of an Authorization header that answers a challenge. Source: RFC 2617 and 3261.
std::string answer(const Credentials& challenge, const std::string& method, const std::string& uri,
                   const std::string& user, const std::string& password);

/// Whether an Authorization header, taken apart, was made with this user and password.
bool is_right(const Credentials& given, const std::string& method, const std::string& user,
              const std::string& password);

/// So many random hexadecimal digits: nonces, tags, branches.
std::string random_hex(int digits);

}  // namespace virtual_phone
