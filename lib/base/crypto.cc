// Random bytes, hashes, HMAC, HKDF and AES-GCM with OpenSSL.
#include "base/crypto.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <stdexcept>
#include <system_error>

#include "base/text.h"

namespace spaconf {
namespace {

constexpr std::size_t nonce_size = 12, tag_size = 16, key_size = 32;

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;
struct FreeKind {
  void operator()(EVP_CIPHER* kind) const { EVP_CIPHER_free(kind); }
  void operator()(EVP_MAC* kind) const { EVP_MAC_free(kind); }
  void operator()(EVP_KDF* kind) const { EVP_KDF_free(kind); }
};
struct FreeDerivation {
  void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
};
struct FreeMac {
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using MacContext = std::unique_ptr<EVP_MAC_CTX, FreeMac>;

unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

void check(int ok, const char* what) {
  if (ok != 1) throw std::runtime_error(std::string("openssl: ") + what);
}

std::string random_bytes(std::size_t count) {
  std::string result(count, '\0');
  for (std::size_t have = 0; have < count;) {
    ssize_t got = ::getrandom(result.data() + have, count - have, 0);
    if (got < 0 && errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "getrandom");
    }
    if (got > 0) have += static_cast<std::size_t>(got);
  }
  return result;
}

std::string hex(std::string_view raw) {
  std::string result;
  result.reserve(2 * raw.size());
  for (char byte : raw) append_hex(result, byte);
  return result;
}

std::string digest(const EVP_MD* kind, std::string_view text) {
  std::string raw(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  check(EVP_Digest(text.data(), text.size(), bytes(raw), &size, kind, nullptr), "digest");
  raw.resize(size);
  return hex(raw);
}

// Looking an algorithm up by its name costs more than using it, so it is done once.

const EVP_CIPHER* aes_256_gcm() {
  static const std::unique_ptr<EVP_CIPHER, FreeKind> kind(
      EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
  return kind.get();
}

/// A prepared HMAC that still needs its key.
EVP_MAC_CTX* hmac_sha256() {
  static const MacContext context = [] {
    const std::unique_ptr<EVP_MAC, FreeKind> kind(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    MacContext made(EVP_MAC_CTX_new(kind.get()));
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end()};
    check(EVP_MAC_CTX_set_params(made.get(), parameters), "hmac");
    return made;
  }();
  return context.get();
}

const unsigned char* aes_key(const Secret& key) {
  check(key.reveal().size() == key_size, "wrong key size");
  return bytes(std::string_view(key.reveal()));
}

}  // namespace

std::string random_text(std::string_view alphabet, std::size_t length) {
  // Larger bytes would favour the first characters of the alphabet.
  const std::size_t unfair = 256 - 256 % alphabet.size();
  std::string text;
  while (text.size() < length) {
    // With twice as many as are needed, one question to the kernel is nearly always enough.
    for (unsigned char byte : random_bytes(2 * length)) {
      if (byte < unfair && text.size() < length) text += alphabet[byte % alphabet.size()];
    }
  }
  return text;
}

unsigned random_below(unsigned limit) {
  unsigned number = 0;
  for (unsigned char byte : random_bytes(sizeof number)) number = number << 8 | byte;
  return number % limit;
}

std::string random_key() { return hex(random_bytes(16)); }

std::string random_ref() { return random_text("abcdefghjkmnpqrstuvwxyz23456789", 10); }

std::string md5_hex(std::string_view text) { return digest(EVP_md5(), text); }
std::string sha256_hex(std::string_view text) { return digest(EVP_sha256(), text); }
std::string sha512_256_hex(std::string_view text) { return digest(EVP_sha512_256(), text); }

std::string hmac_sha256(const Secret& key, std::string_view text) {
  EVP_MAC_CTX* context = hmac_sha256();
  std::string raw(EVP_MAX_MD_SIZE, '\0');
  std::size_t size = 0;
  const std::string& with = key.reveal();
  check(EVP_MAC_init(context, bytes(std::string_view(with)), with.size(), nullptr), "hmac");
  check(EVP_MAC_update(context, bytes(text), text.size()), "hmac");
  check(EVP_MAC_final(context, bytes(raw), &size, raw.size()), "hmac");
  raw.resize(size);
  return raw;
}

std::string hmac_sha256_hex(const Secret& key, std::string_view text) {
  return hex(hmac_sha256(key, text));
}

std::string base64(std::string_view raw) {
  std::string text((raw.size() + 2) / 3 * 4 + 1, '\0');  // and a zero byte
  text.resize(EVP_EncodeBlock(bytes(text), bytes(raw), int(raw.size())));
  return text;
}

std::optional<std::string> base64_decoded(std::string_view text) {
  std::string raw(text.size() / 4 * 3, '\0');
  // It takes what is not as long as it must be, and gives a zero byte for each padding.
  if (EVP_DecodeBlock(bytes(raw), bytes(text), int(text.size())) < 0) return {};
  const std::size_t padding = text.size() - (text.find_last_not_of('=') + 1);
  raw.resize(raw.size() - std::min(raw.size(), padding));
  if (base64(raw) != text) return {};
  return raw;
}

Secret derived_key(const Secret& key, std::string_view purpose) {
  const std::unique_ptr<EVP_KDF, FreeKind> kind(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  const std::unique_ptr<EVP_KDF_CTX, FreeDerivation> context(EVP_KDF_CTX_new(kind.get()));
  std::string info(purpose);
  auto* const from = const_cast<char*>(key.reveal().data());  // only read
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, from, key.reveal().size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()),
      OSSL_PARAM_construct_end()};
  std::string derived(key_size, '\0');
  check(EVP_KDF_derive(context.get(), bytes(derived), derived.size(), parameters), "hkdf");
  return Secret(std::move(derived));
}

bool constant_time_equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string seal(const Secret& key, const Secret& text, std::string_view about) {
  const std::string& plain = text.reveal();
  std::string nonce = random_bytes(nonce_size);
  std::string encrypted(plain.size(), '\0'), tag(tag_size, '\0');
  Cipher cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  check(EVP_EncryptInit_ex(cipher.get(), aes_256_gcm(), nullptr, aes_key(key), bytes(nonce)),
        "seal");
  check(EVP_EncryptUpdate(cipher.get(), nullptr, &size, bytes(about), int(about.size())), "seal");
  check(EVP_EncryptUpdate(cipher.get(), bytes(encrypted), &size, bytes(std::string_view(plain)),
                          int(plain.size())),
        "seal");
  check(EVP_EncryptFinal_ex(cipher.get(), bytes(tag), &size), "seal");
  check(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_size, tag.data()), "seal");
  return nonce + encrypted + tag;
}

std::optional<Secret> unseal(const Secret& key, std::string_view sealed, std::string_view about) {
  if (sealed.size() < nonce_size + tag_size) return {};
  std::string_view nonce = sealed.substr(0, nonce_size);
  std::string tag(sealed.substr(sealed.size() - tag_size));
  std::string_view encrypted = sealed.substr(nonce_size, sealed.size() - nonce_size - tag_size);
  std::string plain(encrypted.size(), '\0'), rest(tag_size, '\0');
  Cipher cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  check(EVP_DecryptInit_ex(cipher.get(), aes_256_gcm(), nullptr, aes_key(key), bytes(nonce)),
        "unseal");
  check(EVP_DecryptUpdate(cipher.get(), nullptr, &size, bytes(about), int(about.size())), "unseal");
  check(
      EVP_DecryptUpdate(cipher.get(), bytes(plain), &size, bytes(encrypted), int(encrypted.size())),
      "unseal");
  check(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()), "unseal");
  if (EVP_DecryptFinal_ex(cipher.get(), bytes(rest), &size) != 1) return {};
  return Secret(std::move(plain));
}

}  // namespace spaconf
