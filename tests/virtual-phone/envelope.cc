// Undoes what `gzip | openssl enc` did; the only user of zlib and of OpenSSL's ciphers.
#include "envelope.h"

#include <openssl/evp.h>
#include <zlib.h>

#include <memory>

#include "profile_parser.h"

namespace virtual_phone {
namespace {

constexpr std::string_view salted = "Salted__";
/// More than any profile has been seen to be; a phone has little memory.
constexpr size_t largest = 4 << 20;

struct CipherEnd {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string decrypted(std::string_view bytes, std::string_view phrase) {
  const unsigned char* salt = nullptr;
  if (bytes.starts_with(salted)) {
    if (bytes.size() < 16) throw Corrupt("encrypted, but too short for its salt");
    salt = octets(bytes) + salted.size();
    bytes.remove_prefix(16);
  }
  unsigned char key[EVP_MAX_KEY_LENGTH], iv[EVP_MAX_IV_LENGTH];
  EVP_BytesToKey(EVP_aes_256_cbc(), EVP_md5(), salt, octets(phrase),
                 static_cast<int>(phrase.size()), 1, key, iv);
  const std::unique_ptr<EVP_CIPHER_CTX, CipherEnd> context(EVP_CIPHER_CTX_new());
  std::string plain(bytes.size() + EVP_MAX_BLOCK_LENGTH, '\0');
  auto* out = reinterpret_cast<unsigned char*>(plain.data());
  int body = 0, tail = 0;
  const bool fits = EVP_DecryptInit_ex(context.get(), EVP_aes_256_cbc(), nullptr, key, iv) == 1 &&
                    EVP_DecryptUpdate(context.get(), out, &body, octets(bytes),
                                      static_cast<int>(bytes.size())) == 1 &&
                    EVP_DecryptFinal_ex(context.get(), out + body, &tail) == 1;
  if (!fits) throw Corrupt("not encrypted with this key");
  plain.resize(static_cast<size_t>(body + tail));
  return plain;
}

std::string unzipped(std::string bytes) {
  z_stream stream{};
  inflateInit2(&stream, 16 + MAX_WBITS);  // 16: gzip's header, not zlib's
  const std::unique_ptr<z_stream, decltype(&inflateEnd)> end(&stream, &inflateEnd);
  stream.next_in = reinterpret_cast<unsigned char*>(bytes.data());
  stream.avail_in = static_cast<unsigned>(bytes.size());
  std::string plain(largest, '\0');
  stream.next_out = reinterpret_cast<unsigned char*>(plain.data());
  stream.avail_out = static_cast<unsigned>(plain.size());
  if (inflate(&stream, Z_FINISH) != Z_STREAM_END) throw Corrupt("not a whole gzip file");
  plain.resize(stream.total_out);
  return plain;
}

}  // namespace

std::string opened(const std::string& bytes, std::string_view key) {
  if (key.empty() && bytes.starts_with(salted)) throw Corrupt("encrypted, and there is no --key");
  std::string plain = key.empty() ? bytes : decrypted(bytes, key);
  return plain.starts_with("\x1f\x8b") ? unzipped(plain) : plain;
}

}  // namespace virtual_phone
