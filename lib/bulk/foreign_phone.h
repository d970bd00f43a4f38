// Reads from a foreign profile what a registration needs: lines, hostname, serial number.
#pragma once

#include <string>
#include <vector>

#include "base/secret.h"
#include "phone/foreign_profile.h"

namespace spaconf {

/// A line in use.
struct ForeignLine {
  int position;  ///< From 1
  std::string user;
  Secret password;
  std::string display;  ///< UTF-8; may be empty
  unsigned at;          ///< The line of the file with its user
};

/// What a profile says of its phone.
struct ForeignPhone {
  std::vector<ForeignLine> lines;
  std::string hostname, serial;
  std::vector<Remark> problems;  ///< Why it cannot become a registration
  std::vector<Remark> doubts;    ///< What is not understood, or will be another
};

/// `domain` is that of our accounts, and `rule` the Profile_Rule that spaconf writes. Throws
/// nothing: what is wrong is among the problems.
ForeignPhone read_foreign_phone(const ForeignProfile& profile, const std::string& domain,
                                const std::string& rule);

}  // namespace spaconf
