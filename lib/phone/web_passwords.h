// The passwords of the phones' own web pages.
#pragma once

#include <utility>

#include "base/secret.h"
#include "phone/mac.h"

namespace spaconf {

/// Derives them from a key and the phone's address, so that they are always the same and are stored
/// only in its profile.
class WebPasswords {
 public:
  /// `key` is that of [database] key_file, 32 bytes long.
  explicit WebPasswords(const Secret& key);

  /// Those of "admin" and of "user", 20 hex digits each.
  std::pair<Secret, Secret> of(const Mac& mac) const;

 private:
  Secret key_;
};

}  // namespace spaconf
