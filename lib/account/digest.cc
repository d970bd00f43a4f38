// Computes SIP digest responses with MD5 (RFC 2617).
#include "account/digest.h"

#include "account/password.h"
#include "base/crypto.h"

namespace spaconf {

std::string digest_response(const Challenge& challenge, const Account& account,
                            std::string_view method, const std::string& uri,
                            const std::string& cnonce) {
  std::string between = challenge.nonce;
  if (challenge.has_qop) between += ":" + std::string(nonce_count) + ":" + cnonce + ":auth";
  const std::string ha2 = md5_hex(std::string(method) + ":" + uri);
  return md5_hex(ha1(account).reveal() + ":" + between + ":" + ha2);
}

}  // namespace spaconf
