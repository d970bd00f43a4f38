// Fills the check boxes for permissions, with the labels of the configuration.
#include "pages/permissions_part.h"

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "base/translation.h"

namespace spaconf {
namespace {

bool has_word(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

/// The configured permissions, followed by those that only the account has.
void each_offered(
    const Exchange& exchange, const std::vector<std::string>& has,
    const std::function<void(const std::string& name, const std::string& label)>& see) {
  const auto& configured = exchange.permissions();
  for (const auto& [name, label] : configured) see(name, label);
  for (const std::string& name : has) {
    const bool is_configured =
        std::ranges::find(configured, name, &Permission::first) != configured.end();
    if (!is_configured)
      see(name, sentence(_("{permission} (no longer configured)"), {{"permission", name}}));
  }
}

}  // namespace

void fill_permissions(Values& values, const Exchange& exchange,
                      const std::vector<std::string>& chosen, const std::vector<std::string>& has) {
  static const ValueName permission_name("PERMISSION_NAME"), permission_label("PERMISSION_LABEL");
  each_offered(exchange, has, [&](const std::string& name, const std::string& label) {
    Values choice = values.add("PERMISSION");
    choice.set(permission_name, name);
    choice.set(permission_label, label);
    if (has_word(chosen, name)) choice.show("CHOSEN");
  });
}

std::string permissions_in_words(const Exchange& exchange, const std::vector<std::string>& has) {
  std::vector<std::string> labels;
  each_offered(exchange, has, [&](const std::string& name, const std::string& label) {
    if (has_word(has, name)) labels.push_back(label);
  });
  return joined(labels, ", ");
}

}  // namespace spaconf
