// SQL for clients, their tokens and their certificates.
#include "store/clients.h"

#include <stdexcept>

#include "base/crypto.h"
#include "base/log.h"
#include "store/column_values.h"

namespace spaconf {
namespace {

constexpr std::string_view letters_and_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view token_begin = "spaconf_";
constexpr std::size_t prefix_length = 8, secret_length = 32;

constexpr char columns[] =
    "client.id, name, scopes, networks, DATE_FORMAT(expires, '%Y-%m-%d'),"
    " DATE_FORMAT(created, '%Y-%m-%d %H:%i:%s'), DATE_FORMAT(revoked, '%Y-%m-%d %H:%i:%s'),"
    " DATE_FORMAT(last_used, '%Y-%m-%d %H:%i:%s'), expires < UTC_DATE(),"
    " last_used > UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE,"
    " (SELECT subject FROM client_certificate WHERE client_id = client.id)";
constexpr std::size_t width = 11;
constexpr char is_valid[] = " revoked IS NULL AND (expires IS NULL OR expires >= UTC_DATE())";

/// A scope of a later version permits nothing here.
std::set<Scope> scopes_in(const std::string& text) {
  std::set<Scope> scopes;
  for (const std::string& word : words(text)) {
    if (const auto scope = scope_named(word)) scopes.insert(*scope);
  }
  return scopes;
}

std::vector<Network> networks_in(const std::string& text) {
  std::vector<Network> networks;
  for (const std::string& word : words(text)) {
    const auto network = Network::parse(word);
    if (!network) throw std::runtime_error("client: " + word + " is not a network");
    networks.push_back(*network);
  }
  return networks;
}

std::string stored(const std::set<Scope>& scopes) {
  std::vector<std::string> names;
  for (Scope scope : scopes) names.emplace_back(name(scope));
  return joined(names);
}

std::string stored(const std::vector<Network>& networks) {
  std::vector<std::string> texts;
  for (const Network& network : networks) texts.push_back(network.text());
  return joined(texts);
}

sql::Value stored(const std::optional<std::string>& day) {
  return day ? sql::Value(*day) : sql::Value(nullptr);
}

Client client_of(const sql::Row& row) {
  return {.id = row.number(0),
          .name = row.text(1),
          .scopes = scopes_in(row.text(2)),
          .certificate = row.text(10),
          .networks = networks_in(row.text(3)),
          .expires = row.is_null(4) ? std::nullopt : std::optional(row.text(4)),
          .created = row.text(5),
          .revoked = row.text(6),
          .last_used = row.text(7),
          .has_expired = row.number(8) != 0,
          .is_use_noted = row.number(9) != 0};
}

/// The prefix of a token; empty when the text does not have the form of one.
std::string prefix_of(std::string_view token) {
  const std::size_t secret = token_begin.size() + prefix_length + 1;
  if (token.size() != secret + secret_length || !token.starts_with(token_begin)) return "";
  if (token[secret - 1] != '_') return "";
  const std::string_view prefix = token.substr(token_begin.size(), prefix_length);
  return prefix.find_first_not_of(letters_and_digits) == prefix.npos ? std::string(prefix) : "";
}

}  // namespace

std::optional<Secret> Clients::add(const Client& client) {
  database_.change(
      "INSERT INTO client (name, scopes, networks, expires, created)"
      " VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3))",
      {client.name, stored(client.scopes), stored(client.networks), stored(client.expires)});
  const auto id = static_cast<std::int64_t>(database_.last_id());
  if (client.certificate.empty()) return add_token(id);
  set_certificate(id, client.certificate);
  return {};
}

void Clients::set_certificate(std::int64_t client, const std::string& subject) {
  database_.change("DELETE FROM client_certificate WHERE client_id = ?", {client});
  database_.change("INSERT INTO client_certificate (client_id, subject) VALUES (?, ?)",
                   {client, subject});
}

Secret Clients::add_token(std::int64_t client) {
  const std::string prefix = random_text(letters_and_digits, prefix_length);
  Secret token(std::string(token_begin) + prefix + "_" +
               random_text(letters_and_digits, secret_length));
  database_.change("INSERT INTO client_token (prefix, client_id, sha256) VALUES (?, ?, ?)",
                   {prefix, client, sha256_hex(token.reveal())});
  return token;
}

std::vector<Client> Clients::all() {
  static const std::string question =
      std::string("SELECT ") + columns + " FROM client ORDER BY name";
  std::vector<Client> clients;
  for (const auto& row : database_.query(question)) {
    try {
      clients.push_back(client_of(row));
    } catch (const std::runtime_error& error) {
      log(Priority::warning, "row skipped", {{"why", error.what()}});
    }
  }
  return clients;
}

std::optional<Client> Clients::lock(const std::string& name) {
  static const std::string question = std::string("SELECT ") + columns +
                                      " FROM client WHERE name = ? AND revoked IS NULL FOR UPDATE";
  // The database refuses to compare the column, which is ASCII, with anything else.
  if (!is_client_name(name)) return {};
  const auto rows = database_.query(question, {name});
  if (rows.empty()) return {};
  return client_of(rows[0]);
}

void Clients::change(const Client& client) {
  database_.change(
      "UPDATE client SET scopes = ?, networks = ?, expires = ? WHERE id = ?",
      {stored(client.scopes), stored(client.networks), stored(client.expires), client.id});
  if (!client.certificate.empty()) set_certificate(client.id, client.certificate);
}

bool Clients::revoke(const std::string& name) {
  const bool is_revoked =
      is_client_name(name) &&
      database_.change(
          "UPDATE client SET revoked = UTC_TIMESTAMP(3) WHERE name = ? AND revoked IS NULL",
          {name}) == 1;
  if (is_revoked) {
    database_.change(
        "DELETE FROM client_certificate WHERE client_id = (SELECT id FROM client WHERE name = ?)",
        {name});
  }
  return is_revoked;
}

std::optional<Secret> Clients::rotate(const std::string& name) {
  const auto client = lock(name);
  if (!client || client->has_expired) return {};
  database_.change(
      "DELETE FROM client_token WHERE client_id = ? AND valid_until < UTC_TIMESTAMP(3)",
      {client->id});
  const auto replaced = database_.change(
      "UPDATE client_token SET valid_until = UTC_TIMESTAMP(3) + INTERVAL 1 DAY"
      " WHERE client_id = ? AND valid_until IS NULL",
      {client->id});
  if (replaced == 0) return {};
  return add_token(client->id);
}

std::optional<Client> Clients::find(std::string_view token) {
  static const std::string question =
      std::string("SELECT ") + columns +
      ", sha256 FROM client_token JOIN client ON client.id = client_id WHERE prefix = ?"
      " AND (valid_until IS NULL OR valid_until > UTC_TIMESTAMP(3)) AND" +
      is_valid;
  const std::string prefix = prefix_of(token);
  if (prefix.empty()) return {};
  const auto rows = database_.query(question, {prefix});
  if (rows.empty() || !constant_time_equal(sha256_hex(token), rows[0].text(width))) return {};
  return client_of(rows[0]);
}

std::optional<Client> Clients::find_certificate(const std::string& subject) {
  static const std::string question =
      std::string("SELECT ") + columns +
      " FROM client_certificate JOIN client ON client.id = client_id WHERE subject = ? AND" +
      is_valid;
  const auto rows = database_.query(question, {subject});
  if (rows.empty()) return {};
  return client_of(rows[0]);
}

void Clients::note_use(const Client& client) {
  if (client.is_use_noted) return;
  database_.change("UPDATE client SET last_used = UTC_TIMESTAMP(3) WHERE id = ?", {client.id});
}

}  // namespace spaconf
