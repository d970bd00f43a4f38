// Derives the passwords of the phones' own web pages.
#include "phone/web_passwords.h"

#include <string>

#include "base/crypto.h"

namespace spaconf {

WebPasswords::WebPasswords(const Secret& key) : key_(derived_key(key, "phones' web passwords")) {}

std::pair<Secret, Secret> WebPasswords::of(const Mac& mac) const {
  constexpr std::size_t length = 20;  // hex digits: 80 bits each, of 256
  const std::string hex = hmac_sha256_hex(key_, "web pages of " + mac.plain());
  return {Secret(hex.substr(0, length)), Secret(hex.substr(length, length))};
}

}  // namespace spaconf
