// Compares a phone's settings with its former ones and warns of new ones that lead it away.
#include "registration/provisioning_warnings.h"

#include <algorithm>

namespace spaconf {
namespace {

bool has(const Registration* registration, const Setting& setting) {
  if (!registration) return false;
  return std::ranges::any_of(registration->settings, [&](const Setting& each) {
    return each.name == setting.name && each.value == setting.value;
  });
}

}  // namespace

std::vector<std::string> provisioning_warnings(const Profiles& profiles, const Registration* before,
                                               const Registration& after) {
  std::vector<std::string> sentences;
  const auto effects = profiles.provisioning_effects(after.settings, *after.model);
  for (std::size_t i = 0; i < effects.size(); ++i) {
    const Setting& setting = after.settings[i];
    if (effects[i].empty() || has(before, setting)) continue;
    sentences.push_back(setting.name + " " + effects[i] +
                        ". With a wrong value the phone stops taking its profile from spaconf.");
  }
  return sentences;
}

}  // namespace spaconf
