// Compares a phone's settings with its former ones and warns of new ones that lead it away.
#include "registration/provisioning_warnings.h"

#include <algorithm>

#include "base/error.h"
#include "base/translation.h"

namespace spaconf {
namespace {

/// The former settings that need no warning. On another model one may have had no effect; then it
/// is new.
std::vector<Setting> known_settings(const Profiles& profiles, const Registration* before,
                                    const Registration& after) {
  if (!before) return {};
  if (before->model == after.model) return before->settings;
  const auto effects = profiles.provisioning_effects(before->settings, *before->model);
  std::vector<Setting> known;
  for (std::size_t i = 0; i < effects.size(); ++i) {
    if (!effects[i].empty()) known.push_back(before->settings[i]);
  }
  return known;
}

}  // namespace

std::vector<std::string> provisioning_warnings(const Profiles& profiles, const Registration* before,
                                               const Registration& after) {
  std::vector<std::string> sentences;
  if (after.settings.empty()) return sentences;
  const auto known = known_settings(profiles, before, after);
  const auto effects = profiles.provisioning_effects(after.settings, *after.model);
  for (std::size_t i = 0; i < effects.size(); ++i) {
    const Setting& setting = after.settings[i];
    if (effects[i].empty() || std::ranges::count(known, setting) > 0) continue;
    sentences.push_back(sentence(
        _("{parameter} {effect}. With a wrong value the phone stops taking its profile from "
          "spaconf."),
        {{"parameter", setting.name}, {"effect", _(effects[i])}}));
  }
  return sentences;
}

void refuse_provisioning_settings(const Profiles& profiles, const Registration* before,
                                  const Registration& after) {
  std::vector<Problem> problems;
  for (const std::string& each : provisioning_warnings(profiles, before, after)) {
    problems.push_back({"setting", each + " " + _("Only an administrator can set it.")});
  }
  if (!problems.empty()) throw Rejected(std::move(problems));
}

}  // namespace spaconf
