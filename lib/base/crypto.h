// Generates random bytes, hashes and encrypts. Only this file uses OpenSSL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/secret.h"

namespace spaconf {

/// `length` characters of `alphabet` (at most 256 of them), all equally
/// likely, from the operating system's random source.
std::string random_text(std::string_view alphabet, std::size_t length);
/// A random number from 0 to `limit` - 1, to spread retries in time.
unsigned random_below(unsigned limit);
/// 32 lower-case hex digits: 128 random bits.
std::string random_key();
/// Ten letters and digits that are not confused when read over the telephone: names a registration.
std::string random_ref();

/// Lower-case hex: 32, 64, 64 and 64 digits. SHA-512/256 is not SHA-512 cut to 256 bits: FIPS
/// 180-4.
std::string md5_hex(std::string_view text);
std::string sha256_hex(std::string_view text);
std::string sha512_256_hex(std::string_view text);
std::string hmac_sha256_hex(const Secret& key, std::string_view text);
/// 32 bytes.
std::string hmac_sha256(const Secret& key, std::string_view text);
/// Base64 with padding. Source: RFC 4648, section 4.
std::string base64(std::string_view bytes);
/// The bytes of such a text, which has no line ends; empty for any other text.
std::optional<std::string> base64_decoded(std::string_view text);
/// A key of 32 bytes for one purpose. Keys of different purposes reveal nothing about one another
/// or about `key`. Source: RFC 5869, HKDF-SHA256 without salt; the purpose is its info.
Secret derived_key(const Secret& key, std::string_view purpose);
/// Compares in constant time.
bool constant_time_equal(std::string_view a, std::string_view b);

/// Encrypts with AES-256-GCM: 12 bytes of nonce, the text, 16 bytes of tag.
/// The key has 32 bytes. `about` is not encrypted but must be the same for unseal().
std::string seal(const Secret& key, const Secret& text, std::string_view about);
/// Empty when the key, `about` or any byte differs.
std::optional<Secret> unseal(const Secret& key, std::string_view sealed, std::string_view about);

}  // namespace spaconf
