// MD5 over user, realm, password, nonce, method and URI; the only user of OpenSSL's hashes.
#include "digest.h"

#include <openssl/evp.h>

#include <cctype>
#include <random>

namespace virtual_phone {
namespace {

std::string md5(const std::string& text) {
  unsigned char sum[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  EVP_Digest(text.data(), text.size(), sum, &length, EVP_md5(), nullptr);
  constexpr char digits[] = "0123456789abcdef";
  std::string hex;
  for (unsigned i = 0; i < length; ++i) {
    hex += digits[sum[i] >> 4];
    hex += digits[sum[i] & 15];
  }
  return hex;
}

std::string at(const Credentials& all, const std::string& name) {
  const auto found = all.find(name);
  return found == all.end() ? "" : found->second;
}

std::string response(const Credentials& all, const std::string& method, const std::string& user,
                     const std::string& password) {
  const std::string ha1 = md5(user + ":" + at(all, "realm") + ":" + password);
  const std::string ha2 = md5(method + ":" + at(all, "uri"));
  if (at(all, "qop").empty()) return md5(ha1 + ":" + at(all, "nonce") + ":" + ha2);
  return md5(ha1 + ":" + at(all, "nonce") + ":" + at(all, "nc") + ":" + at(all, "cnonce") + ":" +
             at(all, "qop") + ":" + ha2);
}

}  // namespace

Credentials read_digest(std::string_view header) {
  Credentials found;
  if (!header.starts_with("Digest ")) return found;
  header.remove_prefix(7);
  while (!header.empty()) {
    const size_t equals = header.find('=');
    if (equals == std::string_view::npos) break;
    std::string name;
    for (char c : header.substr(0, equals))
      if (c != ' ' && c != ',')
        name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    header.remove_prefix(equals + 1);
    const bool is_quoted = header.starts_with('"');
    if (is_quoted) header.remove_prefix(1);
    const size_t end = header.find(is_quoted ? '"' : ',');
    found[name] = header.substr(0, end);
    header = end == std::string_view::npos ? "" : header.substr(end + 1);
  }
  return found;
}

std::string answer(const Credentials& challenge, const std::string& method, const std::string& uri,
                   const std::string& user, const std::string& password) {
  Credentials all = challenge;
  all["uri"] = uri;
  const bool has_qop = at(challenge, "qop").find("auth") != std::string::npos;
  if (has_qop) {
    all["qop"] = "auth";
    all["nc"] = "00000001";
    all["cnonce"] = random_hex(8);
  }
  std::string header = "Digest username=\"" + user + "\",realm=\"" + at(all, "realm") +
                       "\",nonce=\"" + at(all, "nonce") + "\",uri=\"" + uri +
                       "\",algorithm=MD5,response=\"" + response(all, method, user, password) +
                       "\"";
  if (!at(all, "opaque").empty()) header += ",opaque=\"" + at(all, "opaque") + "\"";
  if (has_qop) header += ",qop=auth,nc=" + at(all, "nc") + ",cnonce=\"" + at(all, "cnonce") + "\"";
  return header;
}

bool is_right(const Credentials& given, const std::string& method, const std::string& user,
              const std::string& password) {
  return at(given, "username") == user &&
         at(given, "response") == response(given, method, user, password);
}

std::string random_hex(int digits) {
  static std::random_device random;
  std::string hex;
  while (static_cast<int>(hex.size()) < digits) hex += "0123456789abcdef"[random() & 15];
  return hex;
}

}  // namespace virtual_phone
