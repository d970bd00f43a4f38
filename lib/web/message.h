// Defines a request and its response as plain values, without any library's types.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/translation.h"

namespace spaconf::web {

/// A request as the web server passed it on, unchecked.
struct Request {
  std::string id;            ///< Names it in the log and in the response: see request_id.h
  std::string method;        ///< "GET", "POST", …
  std::string path;          ///< Below the base path, decoded once: "/form"
  std::string query;         ///< Still encoded
  std::string content_type;  ///< As sent
  std::string body;
  std::string user;             ///< REMOTE_USER; empty unless `authenticated`
  bool authenticated = false;   ///< The web server has authenticated the user
  std::string origin;           ///< The browser's Origin header; empty when there was none
  std::string fetch_site;       ///< The browser's Sec-Fetch-Site header
  std::string authorization;    ///< The Authorization header
  std::string remote_address;   ///< The client's, "192.0.2.7"; "unix:" of a local socket of nginx
  std::string idempotency_key;  ///< The Idempotency-Key header
  std::string if_match;         ///< The If-Match header
  std::string certificate;      ///< The subject of the client's TLS certificate, "CN=portal,O=…";
                                ///< empty unless the web server verified it for the API
  std::string if_none_match;    ///< The If-None-Match header
  std::string cookie;           ///< The Cookie header
  std::string accept_language;  ///< The Accept-Language header
};

struct Response {
  int status = 200;
  std::string type = "text/html; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// A request that is refused without any effect, with an HTTP status: 400, 403, 404, 405, 409, 411,
/// 413, 415.
class Refused : public std::runtime_error {
 public:
  /// `message` is English and has a place for each value. The exception's what() is in English, for
  /// the log.
  Refused(int status, const char* message, std::initializer_list<NamedValue> values = {},
          std::string allowed = "")
      : std::runtime_error(spaconf::sentence(message, values)),
        status_(status),
        sentence_(spaconf::sentence(_(message), values)),
        allowed_(std::move(allowed)) {}
  int status() const { return status_; }
  /// In the language in use when it was thrown.
  const std::string& sentence() const { return sentence_; }
  /// The methods that the address accepts, "GET, POST"; empty unless the status is 405.
  const std::string& allowed() const { return allowed_; }

 private:
  int status_;
  std::string sentence_, allowed_;
};

/// "Not Found" for 404. A status that this program does not send is "Internal Server Error".
/// Source: RFC 9110, section 15; RFC 6585.
const char* reason_phrase(int status);

/// Redirects the browser to another page by GET. `location` is one of our own paths or URLs.
inline Response see_other(const std::string& location) {
  return {.status = 303, .type = "", .body = "", .headers = {{"Location", location}}};
}

/// The response in the format of FastCGI and CGI: Status, headers, empty line, body.
/// Throws std::logic_error when a header contains a line end.
std::string serialize(const Response& response);

}  // namespace spaconf::web
