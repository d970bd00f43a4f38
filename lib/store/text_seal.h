// Seals texts of users that may hold passwords, such as uploaded tables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/secret.h"
#include "store/password_seal.h"

namespace spaconf {

/// No key opens a text.
class UnreadableText : public Conflict {
 public:
  UnreadableText()
      : Conflict({"", "The table cannot be decrypted: [database] key_file has another key."}) {}
};

/// AES-256-GCM with a key derived from [database] key_file; former_key_file only opens. A sealed
/// text is bound to its place, so that one copied elsewhere cannot be opened.
class TextSeal {
 public:
  explicit TextSeal(const SealKeys& keys);

  /// `place` names the row: "job 7, line 12".
  std::string sealed(const std::string& text, std::string_view place) const;
  /// Throws UnreadableText.
  std::string opened(const std::string& sealed, std::string_view place) const;

 private:
  std::vector<Secret> keys_;  ///< All that open; the first one seals
};

}  // namespace spaconf
