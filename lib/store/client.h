// A client of the API: a portal with its scopes and networks.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/network.h"

namespace spaconf {

/// What a client may do.
enum class Scope { read, register_phones, change, profile, people, events };

/// A scope with its name and its explanation.
struct ScopeName {
  Scope scope;
  std::string_view name;     ///< On the command line and in the table of clients
  std::string_view permits;  ///< "register phones"
};

/// All scopes.
constexpr ScopeName scope_names[] = {
    {Scope::read, "read", "list phones and see their status"},
    {Scope::register_phones, "register", "register phones"},
    {Scope::change, "change", "change and retire phones"},
    {Scope::profile, "profile", "see profiles, which hold SIP passwords"},
    {Scope::people, "people", "see what the directory says of a person"},
    {Scope::events, "events", "see what happened to phones"},
};

/// Its name in the table: "register".
std::string_view name(Scope scope);
/// Empty for an unknown name.
std::optional<Scope> scope_named(std::string_view name);

/// Is this a name for a client? 1 to 64 lower-case letters, digits, dots and dashes, the first of
/// them a letter.
bool is_client_name(std::string_view text);

/// A client of the API.
struct Client {
  std::int64_t id = 0;
  std::string name;  ///< Names the client in the audit trail: "onboarding"
  std::set<Scope> scopes;
  std::string certificate;             ///< Its normalized_name(); empty when it has none
  std::vector<Network> networks;       ///< Where it may connect from; empty for anywhere
  std::optional<std::string> expires;  ///< The last day of its tokens in UTC: "2027-01-31"
  std::string created;                 ///< UTC, "2026-11-23 10:33:07"
  std::string revoked;                 ///< UTC, likewise; empty when it was not revoked
  std::string last_used;               ///< UTC, a minute late at most; empty when it was not used
  bool has_expired = false;            ///< Is `expires` over?
  bool is_use_noted = false;           ///< Was `last_used` stored within the last minute?

  bool may(Scope scope) const { return scopes.contains(scope); }
  /// May it connect from this address?
  bool may_connect_from(std::string_view address) const;
};

}  // namespace spaconf
