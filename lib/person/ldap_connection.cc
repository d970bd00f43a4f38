// Searches an LDAP directory by libldap's asynchronous calls, each within the deadline.
// libldap's defaults have no time limits and follow referrals anywhere, so every option is set
// here.
#include "person/ldap_connection.h"

#include <ldap.h>

#include "base/error.h"
#include "base/host.h"
#include "base/text.h"

namespace spaconf {
namespace {

struct Unbind {
  void operator()(LDAP* handle) const { ldap_unbind_ext_s(handle, nullptr, nullptr); }
};
struct FreeMessage {
  void operator()(LDAPMessage* message) const { ldap_msgfree(message); }
};
struct FreeField {
  void operator()(BerElement* field) const { ber_free(field, 0); }
};
struct FreeValues {
  void operator()(berval* values) const { ldap_memfree(values); }
};
struct FreeUrl {
  void operator()(LDAPURLDesc* url) const { ldap_free_urldesc(url); }
};
using Message = std::unique_ptr<LDAPMessage, FreeMessage>;
using std::chrono::milliseconds;

timeval timeval_of(milliseconds time) {
  return {.tv_sec = time.count() / 1000, .tv_usec = time.count() % 1000 * 1000};
}

[[noreturn]] void failed(const char* action, int code) {
  throw Unavailable("directory", std::string("ldap: ") + action + ": " + ldap_err2string(code));
}

/// Lets the kernel detect a peer that is gone silently: while the connection is idle, and when
/// sent data is not acknowledged.
void keep_alive(LDAP* handle) {
  const int idle = 30, probes = 3, interval = 10;
  const unsigned unreceived = 2000;  // milliseconds
  ldap_set_option(handle, LDAP_OPT_X_KEEPALIVE_IDLE, &idle);
  ldap_set_option(handle, LDAP_OPT_X_KEEPALIVE_PROBES, &probes);
  ldap_set_option(handle, LDAP_OPT_X_KEEPALIVE_INTERVAL, &interval);
  ldap_set_option(handle, LDAP_OPT_TCP_USER_TIMEOUT, &unreceived);
}

std::string text_of(const berval& bytes) {
  return bytes.bv_val ? std::string(bytes.bv_val, bytes.bv_len) : "";
}

/// Reads the entry once, from its beginning to its end. An attribute looked up by its name would
/// be read from the beginning each time.
LdapEntry entry_of(LDAP* handle, LDAPMessage* message) {
  BerElement* raw = nullptr;
  berval dn{}, name{}, *values = nullptr;
  ldap_get_dn_ber(handle, message, &raw, &dn);
  const std::unique_ptr<BerElement, FreeField> field(raw);
  LdapEntry entry{.dn = text_of(dn), .attributes = {}};
  while (field &&
         ldap_get_attribute_ber(handle, message, field.get(), &name, &values) == LDAP_SUCCESS &&
         name.bv_val) {
    const std::unique_ptr<berval, FreeValues> owned(values);
    auto& texts = entry.attributes.emplace_back(text_of(name), std::vector<std::string>()).second;
    for (const berval* each = values; each && each->bv_val; ++each) {
      texts.push_back(text_of(*each));
    }
  }
  return entry;
}

LdapAnswer answer_of(LDAP* handle, LDAPMessage* message, int code) {
  LdapAnswer answer{.entries = {}, .is_whole = code == LDAP_SUCCESS};
  for (LDAPMessage* entry = ldap_first_entry(handle, message); entry;
       entry = ldap_next_entry(handle, entry)) {
    answer.entries.push_back(entry_of(handle, entry));
  }
  return answer;
}

}  // namespace

/// An open connection to one of the servers.
class LdapConnection::Session {
 public:
  Session(const LdapConnection& of, const Server& server) : of_(of) {
    LDAP* raw = nullptr;
    if (int code = ldap_initialize(&raw, server.uri.c_str())) failed("connect", code);
    handle_.reset(raw);
    set_options();
    if (server.starts_tls) start_tls();
    bind();
  }

  /// Sends all searches, then waits. Returns the first failure, else LDAP_SUCCESS.
  int search(const std::vector<LdapSearch>& searches, std::vector<LdapAnswer>& answers) {
    answers.clear();
    std::vector<int> questions(searches.size());
    for (std::size_t i = 0; i < searches.size(); ++i) {
      if (int code = send(searches[i], questions[i])) return code;
    }
    for (std::size_t i = 0; i < searches.size(); ++i) {
      const auto [code, message] = awaited(questions[i]);
      // A missing or invalid group has no members. A missing subtree of people is an error, because
      // it tells nothing about them.
      const bool is_no_group = searches[i].scope == LdapSearch::Scope::base &&
                               (code == LDAP_NO_SUCH_OBJECT || code == LDAP_INVALID_DN_SYNTAX);
      const bool is_answer = code == LDAP_SUCCESS || code == LDAP_SIZELIMIT_EXCEEDED || is_no_group;
      if (!is_answer) return code;
      answers.push_back(answer_of(handle_.get(), message.get(), code));
    }
    return LDAP_SUCCESS;
  }

 private:
  void set_options() {
    LDAP* const handle = handle_.get();
    const int version = LDAP_VERSION3, demand = LDAP_OPT_X_TLS_DEMAND, client = 0;
    ldap_set_option(handle, LDAP_OPT_PROTOCOL_VERSION, &version);
    ldap_set_option(handle, LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
    keep_alive(handle);
    ldap_set_option(handle, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand);
    if (!of_.ca_file_.empty()) {
      ldap_set_option(handle, LDAP_OPT_X_TLS_CACERTFILE, of_.ca_file_.c_str());
    }
    // This must come last: it makes the options above take effect.
    ldap_set_option(handle, LDAP_OPT_X_TLS_NEWCTX, &client);
  }

  void start_tls() {
    set_connect_time();
    int question = 0;
    if (int code = ldap_start_tls(handle_.get(), nullptr, nullptr, &question)) {
      failed("StartTLS", code);
    }
    if (int code = awaited(question).code) failed("StartTLS", code);
    set_connect_time();
    if (int code = ldap_install_tls(handle_.get())) failed("StartTLS", code);
  }

  void bind() {
    set_connect_time();
    const std::string& secret = of_.password_.reveal();
    berval password{secret.size(), const_cast<char*>(secret.data())};
    int question = 0;
    if (int code = ldap_sasl_bind(handle_.get(), of_.bind_dn_.c_str(), LDAP_SASL_SIMPLE, &password,
                                  nullptr, nullptr, &question)) {
      failed("bind", code);
    }
    if (int code = awaited(question).code) failed("bind", code);
  }

  milliseconds patience(milliseconds limit) const {
    return of_.deadline_ ? of_.deadline_->left(limit, "directory") : limit;
  }

  void set_connect_time() {
    const timeval time = timeval_of(patience(of_.connect_time_));
    ldap_set_option(handle_.get(), LDAP_OPT_NETWORK_TIMEOUT, &time);
  }

  struct Awaited {
    int code;
    Message message;
  };

  /// Waits for the answer to a sent search.
  Awaited awaited(int question) {
    timeval time = timeval_of(patience(of_.search_time_));
    LDAPMessage* raw = nullptr;
    const int kind = ldap_result(handle_.get(), question, LDAP_MSG_ALL, &time, &raw);
    Awaited result{LDAP_TIMEOUT, Message(raw)};
    if (kind < 0) ldap_get_option(handle_.get(), LDAP_OPT_RESULT_CODE, &result.code);
    if (kind > 0) {
      ldap_parse_result(handle_.get(), raw, &result.code, nullptr, nullptr, nullptr, nullptr, 0);
    }
    return result;
  }

  int send(const LdapSearch& search, int& question) {
    std::vector<std::string> attributes = search.attributes;
    if (attributes.empty()) attributes.push_back(LDAP_NO_ATTRS);
    std::vector<char*> names;
    for (std::string& name : attributes) names.push_back(name.data());
    names.push_back(nullptr);
    const int scope =
        search.scope == LdapSearch::Scope::base ? LDAP_SCOPE_BASE : LDAP_SCOPE_SUBTREE;
    timeval time = timeval_of(patience(of_.search_time_));
    return ldap_search_ext(handle_.get(), search.base.c_str(), scope, search.filter.c_str(),
                           names.data(), 0, nullptr, nullptr, &time, search.most, &question);
  }

  const LdapConnection& of_;
  std::unique_ptr<LDAP, Unbind> handle_;
};

LdapConnection::LdapConnection(const Section& person, const Deadline* deadline)
    : deadline_(deadline),
      uri_(person.text("uri")),
      ca_file_(person.text("ca_file", "")),
      bind_dn_(person.text("bind_dn", "")),
      connect_time_(person.seconds("connect_timeout", 2)),
      search_time_(person.seconds("search_timeout", 3)) {
  if (!ca_file_.empty()) person.path("ca_file");
  if (person.has("password_file")) password_ = person.secret("password_file");
  // Some servers accept a name with an empty password as an anonymous bind.
  if (!bind_dn_.empty() && password_.empty()) person.wrong("bind_dn", "needs a password_file");
  servers_ = servers_of(person, person.flag("start_tls", true), !password_.empty());
}

LdapConnection::~LdapConnection() = default;

/// The servers in `uri`, a list as for ldap_initialize(3), each with its URI and whether it needs
/// StartTLS.
std::vector<LdapConnection::Server> LdapConnection::servers_of(const Section& person,
                                                               bool start_tls, bool has_secret) {
  std::vector<Server> servers;
  for (const std::string& uri : split(replaced(person.text("uri"), ",", " "), ' ')) {
    if (uri.empty()) continue;
    LDAPURLDesc* raw = nullptr;
    if (ldap_url_parse(uri.c_str(), &raw) != LDAP_URL_SUCCESS) {
      person.wrong("uri", uri + " is not an LDAP URI");
    }
    const std::unique_ptr<LDAPURLDesc, FreeUrl> url(raw);
    const std::string scheme = url->lud_scheme, host = url->lud_host ? url->lud_host : "";
    if (scheme != "ldap" && scheme != "ldaps" && scheme != "ldapi") {
      person.wrong("uri", uri + " must begin with ldap://, ldaps:// or ldapi://");
    }
    const bool is_clear = scheme == "ldap" && !start_tls;
    if (is_clear && has_secret && !host.empty() && !is_this_machine(host)) {
      person.wrong("uri", "the password would cross the network in clear text to " + host +
                              ": use ldaps:// or start_tls = true");
    }
    servers.push_back({uri, scheme == "ldap" && start_tls});
  }
  if (servers.empty()) person.wrong("uri", "uri is empty");
  return servers;
}

/// Connects to the first server that accepts the bind.
void LdapConnection::connect() {
  session_.reset();
  for (const Server& server : servers_) {
    try {
      session_ = std::make_unique<Session>(*this, server);
      return;
    } catch (const Unavailable&) {
      if (&server == &servers_.back()) throw;
    }
  }
}

std::vector<LdapAnswer> LdapConnection::search(const std::vector<LdapSearch>& searches) {
  std::vector<LdapAnswer> answers;
  const bool was_open = session_ != nullptr;
  if (!was_open) connect();
  int code = session_->search(searches, answers);
  // An idle connection may have been closed, or dropped by a firewall, so one new connection is
  // tried.
  if (was_open && (code == LDAP_SERVER_DOWN || code == LDAP_TIMEOUT)) {
    connect();
    code = session_->search(searches, answers);
  }
  if (code != LDAP_SUCCESS) {
    session_.reset();
    failed("search", code);
  }
  return answers;
}

std::string LdapConnection::description() const {
  return uri_ + ", bound " + (bind_dn_.empty() ? "anonymously" : "as " + bind_dn_);
}

}  // namespace spaconf
