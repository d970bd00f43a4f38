// Sends requests to other servers. Only this file uses curl.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/secret.h"

namespace spaconf::http {

/// A request.
struct Request {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string address = {};  ///< to connect to instead of the URL's host; empty for that host
  /// Take a status even if its body is late, cut short or too long.
  bool is_status_enough = false;
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

/// A mail server, and how it is reached.
struct MailServer {
  std::string url;      ///< "smtp://mail.example.org" or "smtps://…"
  std::string ca_file;  ///< The trusted authorities
  bool needs_tls;       ///< Refuse a server that does not offer STARTTLS
  std::string user;     ///< Empty: without a login
  Secret password;
  std::chrono::seconds connect, total;
};
/// Hands a mail over by SMTP and returns the server's last answer: status 250 and its words, or 5xx
/// if it refuses this mail for good, because of its recipient or text. Throws Unavailable in every
/// other case; the server may have taken the mail then.
Reply send_mail(const MailServer& server, const std::string& from, const std::string& to,
                const std::string& mail);
/// Connects to the server and logs in. Throws Unavailable.
void try_mail_server(const MailServer& server);

/// Fetches a file by TFTP, to test the server. Throws Unavailable.
std::string tftp(const std::string& url, std::chrono::seconds total);

}  // namespace spaconf::http
