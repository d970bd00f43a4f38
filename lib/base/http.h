// Sends requests to other servers. Only this file uses curl.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace spaconf::http {

/// A request.
struct Request {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct Reply {
  long status;  ///< HTTP status code
  std::string body;
};

/// The server that a URL leads to.
struct Target {
  std::string scheme;  ///< in lower case
  std::string host;    ///< an IPv6 address in brackets
};
/// Parses a URL as the client does; empty when it is invalid.
std::optional<Target> target_of(const std::string& url);

/// An HTTP and HTTPS client for one request at a time. Only GET reuses connections: every other
/// method has an effect, so it is sent once, on its own connection, and never repeated.
/// Redirections are not followed, proxies are not used, certificates are checked.
class Client {
 public:
  /// `service` names the server in errors; `ca_file` holds the trusted authorities.
  Client(std::string service, std::string ca_file, std::chrono::seconds connect,
         std::chrono::seconds total);
  Client(Client&&) noexcept;
  ~Client();

  /// Throws Unavailable: no connection, no answer in time, or one over 1 MiB.
  Reply send(const Request& request);
  /// A value escaped for a query: "a b" is "a%20b".
  static std::string escape(const std::string& text);

 private:
  struct Handle;
  std::string service_, ca_file_;
  std::chrono::seconds connect_, total_;
  std::unique_ptr<Handle> handle_;
};

/// Fetches a file by TFTP, to test the server. Throws Unavailable.
std::string tftp(const std::string& url, std::chrono::seconds total);

}  // namespace spaconf::http
