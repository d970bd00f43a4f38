// The tables of the API's clients and their tokens.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "base/sql.h"
#include "store/client.h"

namespace spaconf {

/// The tables of clients and tokens. A token is "spaconf_", a prefix of 8 letters and digits that
/// finds its row, "_" and 32 more: 190 secret bits. Only its SHA-256 is stored. Each function that
/// changes a client locks its row, and no other.
class Clients {
 public:
  explicit Clients(sql::Connection& database) : database_(database) {}

  /// Adds a client and gives its token. `expires` is the last day of its tokens in UTC,
  /// "2027-01-31". Throws sql::Duplicate("client_name") when there is a client of this name, which
  /// may be revoked.
  Secret add(const std::string& name, const std::set<Scope>& scopes,
             const std::vector<Network>& networks, const std::optional<std::string>& expires);
  /// All clients, also revoked ones, in the order of their names. One whose networks cannot be read
  /// is logged and left out.
  std::vector<Client> all();
  /// Ends all tokens of the client for ever. False when there is none of this name, or it was
  /// revoked before.
  bool revoke(const std::string& name);
  /// Gives another token; the present one is valid for another day. Empty when no client has
  /// this name, or it was revoked or has expired. Needs a transaction.
  std::optional<Secret> rotate(const std::string& name);

  /// The client with this token. Empty when the token is unknown, expired or revoked, or was
  /// replaced more than a day ago. Throws std::runtime_error when the client's networks cannot be
  /// read, because without one it could connect from anywhere.
  std::optional<Client> find(std::string_view token);
  /// Stores that the client is used now, unless that was stored within the last minute.
  void note_use(const Client& client);

 private:
  Secret add_token(std::int64_t client);

  sql::Connection& database_;
};

}  // namespace spaconf
