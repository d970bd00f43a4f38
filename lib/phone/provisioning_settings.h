// Tells which parameters decide where a phone gets its profile and its firmware.
#pragma once

#include <string>
#include <string_view>

namespace spaconf {

/// How a parameter affects a phone's provisioning: "decides where the phone gets its
/// profile"; empty when it does not. `name` is spelt as in a profile: "Profile_Rule_B".
/// A general purpose parameter counts when a rule in `profile` uses it; `profile` is the text
/// of the phone's profile, including its own settings.
std::string provisioning_effect(std::string_view name, std::string_view profile);

/// Does the parameter decide whether, where or when a phone looks for its profile, or who may tell
/// it to? spaconf sets these itself; those of firmware and network belong to the phone's place.
bool leads_to_profile(std::string_view name);

}  // namespace spaconf
