// Compares a profile from before spaconf with the one that spaconf would write for the phone.
#pragma once

#include <string>
#include <vector>

#include "phone/foreign_profile.h"
#include "phone/profile.h"

namespace spaconf {

/// What becomes of the parameters of a foreign profile. Parameters with equal values, or with the
/// factory's where spaconf writes none, are in none of these.
struct ForeignSettings {
  std::vector<Setting> kept;      ///< As the phone's own settings
  std::vector<Remark> unchecked;  ///< Those of them that are kept unchecked, and why
  std::vector<Remark> changed;    ///< Kept, in another spelling
  std::vector<Remark> replaced;   ///< spaconf writes another value
  std::vector<Remark> left_out;   ///< spaconf writes none; a phone keeps what it has
};

/// `phone` has what was understood of the profile: lines, hostname, model. Sentences begin with the
/// parameter's name and have no value.
ForeignSettings compare_foreign_settings(const ForeignProfile& profile, const Phone& phone,
                                         const Profiles& profiles);

}  // namespace spaconf
