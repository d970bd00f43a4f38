// The HTTP conversation with Request Tracker 5: REST 2, the token, and what its answers mean.
#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/http.h"
#include "base/secret.h"
#include "ticket/ticket_system.h"

namespace spaconf::rt {

using Json = nlohmann::json;

/// As errors name the service.
inline constexpr char service[] = "ticket system";

/// A text between quotes in TicketSQL.
std::string sql_text(const std::string& text);
/// The tickets of these numbers, in TicketSQL.
std::string any_of(const std::vector<std::int64_t>& numbers);
/// A ticket's path below the address of REST 2: "/ticket/12".
std::string path_of(std::int64_t number);
/// A change of the ticket that Request Tracker did not carry out, with the reason that it gave.
NotCarriedOut not_done(std::int64_t number, const std::string& what, const std::string& messages);

/// Sends requests to one Request Tracker. Whatever is not a clear answer is thrown as Unavailable.
class Connection {
 public:
  /// Reads url, insecure, token_file, ca_file, connect_timeout and timeout. Throws Misconfigured.
  explicit Connection(const Section& ticket);

  /// The address of REST 2.
  const std::string& url() const { return url_; }
  /// How long one request may take.
  std::chrono::seconds timeout() const { return timeout_; }

  /// The object at a path.
  Json get(const std::string& path);
  /// The items of the list at a path.
  Json list(const std::string& path);
  /// The first hundred tickets of any queue for which TicketSQL holds, with these fields.
  Json search(const std::string& condition, const std::string& fields);
  /// A ticket; one that is not there is Unavailable. Somebody may have moved it to where we are
  /// not let in: that is TicketRefused, since it concerns this ticket alone.
  Json ticket(std::int64_t number);
  /// The same, but empty when there is no such ticket.
  std::optional<Json> find_ticket(std::int64_t number);
  /// The same, but empty also when it is not ours to see.
  std::optional<Json> find_visible_ticket(std::int64_t number);
  /// Creates something below `path` and gives the answer's body. Throws TicketRefused when
  /// Request Tracker will never take it; `action` names it in the sentence.
  std::string create(const std::string& path, const Json& wanted, const std::string& action);
  /// Changes a ticket and gives Request Tracker's messages, which say in some language what it
  /// did and what it did not do: whoever wants to know reads it back. Throws NotCarriedOut.
  std::string change(std::int64_t number, const Json& wanted);

 private:
  http::Reply send(const std::string& method, const std::string& path, const Json& body);

  std::string url_;
  Secret token_;
  std::chrono::seconds timeout_;
  http::Client client_;
};

}  // namespace spaconf::rt
