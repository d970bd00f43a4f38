// Sends requests to Request Tracker 5 by its REST 2 interface and interprets the answers.
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

/// The name of the service in errors.
inline constexpr char service[] = "ticket system";

/// A quoted text in TicketSQL.
std::string sql_text(const std::string& text);
/// A TicketSQL condition for the tickets with these numbers.
std::string any_of(const std::vector<std::int64_t>& numbers);
/// A ticket's path below the address of REST 2: "/ticket/12".
std::string path_of(std::int64_t number);
/// The error for a change that Request Tracker did not carry out, with its reason.
NotCarriedOut not_done(std::int64_t number, const std::string& what, const std::string& messages);

/// A connection to one Request Tracker. Without a clear answer every function throws Unavailable.
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
  /// A ticket. Throws Unavailable when it does not exist, and TicketRefused when it was moved to a
  /// queue that spaconf may not see, because that concerns only this ticket.
  Json ticket(std::int64_t number);
  /// Like ticket(), but empty when it does not exist.
  std::optional<Json> find_ticket(std::int64_t number);
  /// Like find_ticket(), but also empty when spaconf may not see it.
  std::optional<Json> find_visible_ticket(std::int64_t number);
  /// Creates an object below `path` and returns the body of the answer. Throws TicketRefused when a
  /// retry is useless; `action` names the request in the message.
  std::string create(const std::string& path, const Json& wanted, const std::string& action);
  /// Changes a ticket and returns Request Tracker's messages. They are in the language of the user
  /// and do not tell a program what was done: read it back. Throws NotCarriedOut.
  std::string change(std::int64_t number, const Json& wanted);

 private:
  http::Reply send(const std::string& method, const std::string& path, const Json& body);

  std::string url_;
  Secret token_;
  std::chrono::seconds timeout_;
  http::Client client_;
};

}  // namespace spaconf::rt
