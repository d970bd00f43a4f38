// Compares a phone's settings with its former ones and warns of new ones that lead it away.
#include "registration/provisioning_warnings.h"

namespace spaconf {
namespace {

/// Was the setting there already? On another model it may have had no effect; then it is new.
bool was_there(const Profiles& profiles, const Registration* before, const Registration& after,
               const Setting& setting) {
  if (!before) return false;
  const auto effects = profiles.provisioning_effects(before->settings, *before->model);
  for (std::size_t i = 0; i < effects.size(); ++i) {
    const Setting& each = before->settings[i];
    if (each.name == setting.name && each.value == setting.value)
      return before->model == after.model || !effects[i].empty();
  }
  return false;
}

}  // namespace

std::vector<std::string> provisioning_warnings(const Profiles& profiles, const Registration* before,
                                               const Registration& after) {
  std::vector<std::string> sentences;
  const auto effects = profiles.provisioning_effects(after.settings, *after.model);
  for (std::size_t i = 0; i < effects.size(); ++i) {
    const Setting& setting = after.settings[i];
    if (effects[i].empty() || was_there(profiles, before, after, setting)) continue;
    sentences.push_back(setting.name + " " + effects[i] +
                        ". With a wrong value the phone stops taking its profile from spaconf.");
  }
  return sentences;
}

}  // namespace spaconf
