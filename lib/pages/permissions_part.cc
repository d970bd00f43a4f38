// Fills the check boxes for permissions, with the labels of the configuration.
#include "pages/permissions_part.h"

#include <algorithm>

namespace spaconf {
namespace {

bool has_word(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

/// The configured permissions, followed by those that only the account has.
std::vector<Permission> offered(const Exchange& exchange, const std::vector<std::string>& has) {
  std::vector<Permission> all = exchange.permissions();
  for (const std::string& name : has) {
    if (std::ranges::find(all, name, &Permission::first) != all.end()) continue;
    all.emplace_back(name, name + " (no longer configured)");
  }
  return all;
}

}  // namespace

void fill_permissions(Values& values, const Exchange& exchange,
                      const std::vector<std::string>& chosen, const std::vector<std::string>& has) {
  for (const auto& [name, label] : offered(exchange, has)) {
    Values choice = values.add("PERMISSION");
    choice.set("PERMISSION_NAME", name);
    choice.set("PERMISSION_LABEL", label);
    if (has_word(chosen, name)) choice.show("CHOSEN");
  }
}

std::string permissions_in_words(const Exchange& exchange, const std::vector<std::string>& has) {
  std::string text;
  for (const auto& [name, label] : offered(exchange, has)) {
    if (has_word(has, name)) text += (text.empty() ? "" : ", ") + label;
  }
  return text;
}

}  // namespace spaconf
