// Checks names of clients, their scopes and their networks.
#include "store/client.h"

#include <algorithm>

namespace spaconf {
namespace {

constexpr std::size_t longest_client_name = 64;

}  // namespace

std::string_view name(Scope scope) {
  return std::ranges::find(scope_names, scope, &ScopeName::scope)->name;
}

std::optional<Scope> scope_named(std::string_view name) {
  const auto* const found = std::ranges::find(scope_names, name, &ScopeName::name);
  if (found == std::end(scope_names)) return {};
  return found->scope;
}

bool is_client_name(std::string_view text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz", others = "0123456789.-";
  if (text.empty() || text.size() > longest_client_name) return false;
  if (letters.find(text.front()) == letters.npos) return false;
  return std::ranges::all_of(text, [&](char c) {
    return letters.find(c) != letters.npos || others.find(c) != others.npos;
  });
}

bool Client::may_connect_from(std::string_view address) const {
  return networks.empty() || std::ranges::any_of(networks, [&](const Network& network) {
           return network.contains(address);
         });
}

}  // namespace spaconf
