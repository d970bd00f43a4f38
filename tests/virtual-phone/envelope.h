// What a profile may travel in: gzip, and around it AES.
#pragma once

#include <string>
#include <string_view>

namespace virtual_phone {

/// The plain text of a profile. With a `key` it must be what `openssl enc -aes-256-cbc -md md5 -k
/// KEY` made, salted or not; whether it is compressed is seen from its content. Throws Corrupt.
/// Source: Linksys SPA Provisioning Guide 3.01, pages 32-34; that key and IV are derived with MD5
/// is inferred from the openssl of 2007 that it names.
std::string opened(const std::string& bytes, std::string_view key);

}  // namespace virtual_phone
