// Warns of a phone's own settings that can stop it from fetching its profile.
#pragma once

#include <string>
#include <vector>

#include "phone/profile.h"
#include "store/registration.h"

namespace spaconf {

/// A sentence for each setting of `after` that `before` does not have and that decides where the
/// phone gets its profile or firmware. `before` is nullptr for a new phone.
std::vector<std::string> provisioning_warnings(const Profiles& profiles, const Registration* before,
                                               const Registration& after);

/// Throws Rejected when `after` has such a setting, which only an administrator may set.
void refuse_provisioning_settings(const Profiles& profiles, const Registration* before,
                                  const Registration& after);

}  // namespace spaconf
