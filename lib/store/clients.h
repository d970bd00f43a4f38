// The tables of the API's clients, their tokens and their certificates.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "base/sql.h"
#include "store/client.h"

namespace spaconf {

/// The tables of clients, tokens and certificates. A token is "spaconf_", a prefix of 8 letters and
/// digits that finds its row, "_" and 32 more: 190 secret bits. Only its SHA-256 is stored. Each
/// function that changes a client locks its row, and then that of its
/// certificate.
class Clients {
 public:
  explicit Clients(sql::Connection& database) : database_(database) {}

  /// Adds a client with this name, scopes, certificate, networks and last day, and gives its token;
  /// a client with a certificate gets none. Throws sql::Duplicate("client_name") when there is a
  /// client of this name, which may be revoked, and sql::Duplicate("client_certificate_subject")
  /// when another has this certificate.
  std::optional<Secret> add(const Client& client);
  /// All clients, also revoked ones, in the order of their names. One whose networks cannot be read
  /// is logged and left out.
  std::vector<Client> all();
  /// The client of this name, whose row stays locked until the transaction ends; it may have
  /// expired. Empty when there is none, or it was revoked. Throws std::runtime_error when its
  /// networks cannot be read.
  std::optional<Client> lock(const std::string& name);
  /// Stores the scopes, the certificate, the networks and the last day of a locked client. Throws
  /// sql::Duplicate("client_certificate_subject") likewise.
  void change(const Client& client);
  /// Ends all tokens and the certificate of the client for ever; another client may have the
  /// certificate then. False when there is none of this name, or it was
  /// revoked before. Needs a transaction.
  bool revoke(const std::string& name);
  /// Gives another token; the present one is valid for another day. Empty when no client has
  /// this name, or it was revoked or has expired, or has only a certificate. Needs a transaction.
  std::optional<Secret> rotate(const std::string& name);

  /// The client with this token. Empty when the token is unknown, expired or revoked, or was
  /// replaced more than a day ago. Throws std::runtime_error when the client's networks cannot be
  /// read, because without one it could connect from anywhere.
  std::optional<Client> find(std::string_view token);
  /// The client whose certificate has this normalized_name(). Empty when there is none, or it is
  /// expired or revoked. Throws likewise.
  std::optional<Client> find_certificate(const std::string& subject);
  /// Stores that the client is used now, unless that was stored within the last minute.
  void note_use(const Client& client);

 private:
  Secret add_token(std::int64_t client);
  void set_certificate(std::int64_t client, const std::string& subject);

  sql::Connection& database_;
};

}  // namespace spaconf
