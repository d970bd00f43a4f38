// One request to another server: the only place that knows curl.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace spaconf::http {

/// What is asked of the other server.
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

/// Where a request to a URL would go.
struct Target {
  std::string scheme;  ///< in lower case
  std::string host;    ///< an IPv6 address in brackets
};
/// Reads a URL as the client does; empty when it is not one.
std::optional<Target> target_of(const std::string& url);

/// Asks http and https servers, one at a time. Only GET goes over connections that are kept:
/// anything else has an effect, is sent once on a connection of its own, and never again.
/// Redirections are not followed, proxies are not used, certificates are checked.
class Client {
 public:
  /// `service` names the other side in errors; `ca_file` holds whom we trust.
  Client(std::string service, std::string ca_file, std::chrono::seconds connect,
         std::chrono::seconds total);
  Client(Client&&) noexcept;
  ~Client();

  /// Throws Unavailable: no connection, no answer in time, or one over 1 MiB.
  Reply send(const Request& request);
  /// A value as it stands in a query: "a b" is "a%20b".
  static std::string escape(const std::string& text);

 private:
  struct Handle;
  std::string service_, ca_file_;
  std::chrono::seconds connect_, total_;
  std::unique_ptr<Handle> handle_;
};

/// Fetches a file by TFTP, for trying out the server. Throws Unavailable.
std::string tftp(const std::string& url, std::chrono::seconds total);

}  // namespace spaconf::http
