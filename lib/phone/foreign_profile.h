// Reads a profile that another program or a person wrote, in XML or in plain text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/translation.h"
#include "phone/flat_profile.h"

namespace spaconf {

/// Something to be said about a line of a file.
struct Remark {
  unsigned line;         ///< From 1; 0 when it is about the whole file
  std::string sentence;  ///< Without a final point and without secrets
};

/// What a phone would take from the file.
struct ForeignProfile {
  /// Each name once, with its last value, in the order of the lines; without those that the phone
  /// keeps. Values are UTF-8.
  std::vector<ForeignElement> parameters;
  std::vector<Remark> remarks;

  /// nullptr when the file does not set it.
  const ForeignElement* find(std::string_view name) const;
  /// Its value; empty when the file does not set it.
  std::string value(std::string_view name) const;
};

/// No phone takes more than 1 MiB.
constexpr std::size_t largest_foreign_profile = 1 << 20;
/// To be translated.
constexpr const char* too_large_profile = N_("it is larger than 1 MiB, which no phone takes");

/// Reads the file's bytes. Bytes that are not UTF-8 are taken as ISO-8859-1. Throws
/// UnreadableProfile: not a profile, half of one, compiled, compressed, encrypted, too large.
ForeignProfile read_foreign_profile(std::string_view bytes);

}  // namespace spaconf
