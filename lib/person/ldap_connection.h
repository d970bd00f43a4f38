// A connection to an LDAP directory.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/config.h"
#include "base/deadline.h"
#include "base/secret.h"

namespace spaconf {

/// One search in the directory.
struct LdapSearch {
  enum class Scope { base, subtree };

  std::string base;
  Scope scope;
  std::string filter;
  std::vector<std::string> attributes;  ///< To be returned of each entry; empty for none
  int most;                             ///< How many entries to return at most
};

struct LdapEntry {
  std::string dn;
  /// Names in the server's spelling, with their options: "cn;lang-cs". Values are any bytes.
  std::vector<std::pair<std::string, std::vector<std::string>>> attributes;
};

struct LdapAnswer {
  std::vector<LdapEntry> entries;
  bool is_whole;  ///< False when the server left entries out
};

/// A connection that opens at its first use, and again if it was idle and does not answer any more.
/// Failures are thrown as Unavailable("directory", …).
class LdapConnection {
 public:
  /// Reads uri, start_tls, ca_file, bind_dn, password_file and the timeouts of its section. Throws
  /// Misconfigured if the password would be sent to another machine in clear text. `deadline` is
  /// the request's and must outlive the connection; null for none.
  LdapConnection(const Section& person, const Deadline* deadline);
  ~LdapConnection();

  /// Sends all searches at once and returns an answer for each. A search of the scope `base` whose
  /// base does not exist has no entries.
  std::vector<LdapAnswer> search(const std::vector<LdapSearch>& searches);

  /// "ldaps://ldap.example.org, bound as cn=spaconf,dc=example" or "…, bound anonymously"
  std::string description() const;

 private:
  class Session;
  struct Server {
    std::string uri;
    bool starts_tls;
  };

  static std::vector<Server> servers_of(const Section& person, bool start_tls, bool has_secret);
  void connect();

  const Deadline* deadline_;
  std::string uri_, ca_file_, bind_dn_;
  std::chrono::milliseconds connect_time_, search_time_;
  Secret password_;
  std::vector<Server> servers_;
  std::unique_ptr<Session> session_;
};

}  // namespace spaconf
