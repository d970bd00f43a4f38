// Generates SIP passwords and computes ha1 and ha1b.
#include "account/password.h"

#include <algorithm>

#include "base/crypto.h"

namespace spaconf {
namespace {

/// Without 0 O o, 1 l I, because people may have to read them aloud.
constexpr std::string_view unambiguous = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
constexpr std::size_t new_password_length = 20;

std::string credentials(const Account& account) {
  return account.user + ":" + account.domain + ":" + account.password.reveal();
}

}  // namespace

Secret new_password(std::size_t width) {
  return Secret(random_text(unambiguous, std::min(width, new_password_length)));
}

bool is_usable_password(std::string_view password, std::size_t width) {
  if (password.empty() || password.size() > width) return false;
  for (char c : password) {
    if (c <= ' ' || c > '~') return false;
  }
  return true;
}

Secret ha1(const Account& account) { return Secret(md5_hex(credentials(account))); }
Secret ha1_sha256(const Account& account) { return Secret(sha256_hex(credentials(account))); }
Secret ha1_sha512t256(const Account& account) {
  return Secret(sha512_256_hex(credentials(account)));
}

Secret ha1b(const Account& account) {
  return Secret(md5_hex(account.user + "@" + account.domain + ":" + account.domain + ":" +
                        account.password.reveal()));
}

}  // namespace spaconf
