// Finds clients by tokens and certificates, and limits how many wrong tokens an address may send.
#include "api/authentication.h"

#include <optional>
#include <string>

#include "base/network.h"
#include "base/text.h"
#include "person/distinguished_name.h"

namespace spaconf::api {
namespace {

constexpr int wrong_tokens_per_minute = 10;
/// Source: RFC 6750, section 3.
constexpr char challenge[] = "Bearer realm=\"spaconf\"";

/// Empty when the header is missing or has another scheme.
std::optional<std::string_view> bearer_token(std::string_view header) {
  constexpr std::string_view scheme = "bearer ";
  if (lower(header.substr(0, scheme.size())) != scheme) return {};
  const std::string_view token = trim(header.substr(scheme.size()));
  if (token.empty()) return {};
  return token;
}

/// What shares a limit: an IPv4 address, or the network of an IPv6 address, since one machine has a
/// whole /64.
std::string subject_of(std::string_view address) {
  const auto single = Network::parse(address);
  if (!single) return "address unknown";
  const std::string text = single->text();
  const std::string plain = text.substr(0, text.find('/'));
  if (plain.find(':') == plain.npos) return "address " + plain;
  return "address " + Network::parse(plain + "/64")->text();
}

/// Right tokens are not limited: they are too long to be guessed, and one program with an old token
/// would shut out the others on its machine.
[[noreturn]] void refuse_wrong_token(Store& store, std::string_view address) {
  const auto wait = store.request_limits.take(subject_of(address), wrong_tokens_per_minute,
                                              wrong_tokens_per_minute);
  if (wait) {
    throw Refusal(429, "Too many wrong tokens came from this address.",
                  {{"Retry-After", std::to_string(wait->count())}});
  }
  throw Refusal(401, "The token is unknown, expired or revoked.",
                {{"WWW-Authenticate", std::string(challenge) + ", error=\"invalid_token\""}});
}

Client client_with_token(Store& store, const web::Request& request) {
  const auto token = bearer_token(request.authorization);
  if (!token) {
    throw Refusal(401, "The request has no bearer token.", {{"WWW-Authenticate", challenge}});
  }
  auto client = store.clients.find(*token);
  if (!client) refuse_wrong_token(store, request.remote_address);
  return *std::move(client);
}

Client client_with_certificate(Store& store, const web::Request& request) {
  if (request.certificate.empty()) {
    throw Refusal(401, "The request has neither a bearer token nor a certificate.",
                  {{"WWW-Authenticate", challenge}});
  }
  const auto subject = normalized_name(request.certificate);
  auto client = subject ? store.clients.find_certificate(*subject) : std::nullopt;
  if (!client) {
    throw Refusal(401,
                  "The certificate " + request.certificate +
                      " is of no client, or of one that is expired or revoked.",
                  {{"WWW-Authenticate", challenge}});
  }
  return *std::move(client);
}

}  // namespace

Client authenticated_client(Store& store, const web::Request& request) {
  Client client = request.authorization.empty() ? client_with_certificate(store, request)
                                                : client_with_token(store, request);
  if (!client.may_connect_from(request.remote_address)) {
    throw Refusal(403, "The client " + client.name + " may not connect from this address.");
  }
  store.clients.note_use(client);
  return client;
}

}  // namespace spaconf::api
