// Finds people in an LDAP directory. Only this file uses libldap.
// libldap's defaults have no time limits and follow referrals anywhere, so every option is set
// here.
#include <ldap.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "base/error.h"
#include "base/host.h"
#include "base/login.h"
#include "base/text.h"
#include "person/directory.h"
#include "person/ldap_filter.h"
#include "person/mail.h"
#include "person/telephone.h"

namespace spaconf {
namespace {

struct Unbind {
  void operator()(LDAP* handle) const { ldap_unbind_ext_s(handle, nullptr, nullptr); }
};
struct FreeMessage {
  void operator()(LDAPMessage* message) const { ldap_msgfree(message); }
};
struct FreeName {
  void operator()(char* name) const { ldap_memfree(name); }
};
struct FreeField {
  void operator()(BerElement* field) const { ber_free(field, 0); }
};
struct FreeValues {
  void operator()(berval** values) const { ldap_value_free_len(values); }
};
struct FreeUrl {
  void operator()(LDAPURLDesc* url) const { ldap_free_urldesc(url); }
};
using Answer = std::unique_ptr<LDAPMessage, FreeMessage>;

/// Maps an attribute of the directory to a member of a person.
struct Attribute {
  const char* key;
  std::string Person::*member;
  std::string name;  // as configured
};

/// A search returns at most two entries, which shows that a login is ambiguous.
constexpr int enough_entries = 2;

/// How many entries a check reads, to distinguish an attribute that all lack from one that some
/// lack.
constexpr int entries_to_see = 20;

/// The widths of our tables' columns, in characters.
constexpr std::size_t longest_value = 255;

/// The servers in `uri`, a list as for ldap_initialize(3), each with its URI and whether it needs
/// StartTLS.
struct Server {
  std::string uri;
  bool starts_tls;
};

std::vector<Server> servers_of(const Section& person, bool start_tls, bool has_secret) {
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

/// One search in the directory.
struct Search {
  std::string base;
  int scope;
  std::string filter;
  std::vector<std::string> attributes;
  int most = enough_entries;
};

using std::chrono::milliseconds;

timeval timeval_of(milliseconds time) {
  return {.tv_sec = time.count() / 1000, .tv_usec = time.count() % 1000 * 1000};
}

class Ldap : public Directory {
 public:
  Ldap(const Section& person, const Deadline* deadline)
      : deadline_(deadline),
        uri_(person.text("uri")),
        ca_file_(person.text("ca_file", "")),
        bind_dn_(person.text("bind_dn", "")),
        base_(person.text("base")),
        filter_(person.text("filter")),
        group_filter_(person.text("group_filter", "(member={dn})")),
        connect_time_(person.seconds("connect_timeout", 2)),
        search_time_(person.seconds("search_timeout", 3)),
        number_is_login_(person.choice("number", {"telephone", "login"}) == "login"),
        number_digits_(std::size_t(person.number("number_digits", 4, 1, 15))) {
    if (!ca_file_.empty()) person.path("ca_file");
    if (person.has("password_file")) password_ = person.secret("password_file");
    // Some servers accept a name with an empty password as an anonymous bind.
    if (!bind_dn_.empty() && password_.empty()) person.wrong("bind_dn", "needs a password_file");
    if (filter_.find("{login}") == filter_.npos && filter_.find("{user}") == filter_.npos) {
      person.wrong("filter", "filter lacks {login}");
    }
    require_known_words(person, "filter", filter_, {"login", "user"});
    require_known_words(person, "group_filter", group_filter_, {"dn", "login", "user"});
    servers_ = servers_of(person, person.flag("start_tls", true), !password_.empty());
    Section names = person.section("attributes");
    for (Attribute& attribute : attributes_) {
      attribute.name = names.text(attribute.key, attribute.name);
    }
  }

  std::optional<Person> find(const std::string& login) override {
    Answer answer = search({base_, LDAP_SCOPE_SUBTREE, filter_of(login), wanted()});
    int entries = ldap_count_entries(handle_.get(), answer.get());
    if (entries == 0) return {};
    if (entries > 1) {
      throw Conflict({"login", "The directory has several people with the login " + login +
                                   "; correct this in the directory first."});
    }
    Person person = person_of(ldap_first_entry(handle_.get(), answer.get()), {login});
    // The entry was found by the typed login, even if its login attribute is unreadable.
    if (person.login.empty()) person.login = plain_blanks(login);
    return person;
  }

  std::vector<Person> find_all(const std::vector<std::string>& logins) override {
    if (logins.empty()) return {};
    std::string any;
    for (const std::string& login : logins) any += filter_of(login);
    const int most = enough_entries * static_cast<int>(logins.size());
    Answer answer = search({base_, LDAP_SCOPE_SUBTREE, "(|" + any + ")", wanted(), most});
    std::vector<Person> people;
    LDAP* const handle = handle_.get();
    int code = LDAP_SUCCESS;
    ldap_parse_result(handle, answer.get(), &code, nullptr, nullptr, nullptr, nullptr, 0);
    // If a server returns only some of the entries, the missing ones are unknown.
    if (code != LDAP_SUCCESS) return people;
    for (LDAPMessage* entry = ldap_first_entry(handle, answer.get()); entry;
         entry = ldap_next_entry(handle, entry)) {
      Person person = person_of(entry, logins);
      // If an entry hides its login, only a search for one login shows whose entry it is.
      if (!person.login.empty()) people.push_back(std::move(person));
    }
    return people;
  }

  std::vector<std::string> groups_of(const std::string& login,
                                     const std::vector<std::string>& groups) override {
    const std::string& login_name = attributes_[0].name;
    Answer person = search({base_, LDAP_SCOPE_SUBTREE, filter_of(login), {login_name}});
    if (ldap_count_entries(handle_.get(), person.get()) != 1) return {};
    LDAPMessage* const entry = ldap_first_entry(handle_.get(), person.get());
    const auto logins = values(entry, login_name);
    const std::string filter = group_filter_of(entry, logins.empty() ? "" : logins.front(), login);
    std::vector<Search> searches;
    for (const std::string& group : groups) {
      searches.push_back({group, LDAP_SCOPE_BASE, filter, {LDAP_NO_ATTRS}});
    }
    const std::vector<Answer> answers = search_all(searches);
    std::vector<std::string> found;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (ldap_count_entries(handle_.get(), answers[i].get()) == 1) found.push_back(groups[i]);
    }
    return found;
  }

  std::string check() override {
    find("spaconf-check-config");
    return uri_ + ", bound " + (bind_dn_.empty() ? "anonymously" : "as " + bind_dn_) + warning();
  }

 private:
  using Handle = std::unique_ptr<LDAP, Unbind>;

  [[noreturn]] void failed(const char* action, int code) {
    handle_.reset();
    throw Unavailable("directory", std::string("ldap: ") + action + ": " + ldap_err2string(code));
  }

  /// A warning about the first entries that the filter matches; empty when they look right.
  std::string warning() {
    Answer answer = search({base_, LDAP_SCOPE_SUBTREE, filter_with("*"), wanted(), entries_to_see});
    const int entries = ldap_count_entries(handle_.get(), answer.get());
    if (entries == 0) return "; warning: the filter matches no entry that spaconf may read";
    std::string missing;
    for (const Attribute& attribute : attributes_) {
      const bool is_needed =
          attribute.member == &Person::login || attribute.member == &Person::name;
      if (is_needed && !any_has(answer.get(), attribute.name)) {
        missing += (missing.empty() ? "" : ", ") + attribute.name;
      }
    }
    if (missing.empty()) return "";
    return "; warning: of " + std::to_string(entries) +
           " entries, none has a readable attribute for: " + missing + " (see [person.attributes])";
  }

  bool any_has(LDAPMessage* answer, const std::string& attribute) const {
    for (LDAPMessage* entry = ldap_first_entry(handle_.get(), answer); entry;
         entry = ldap_next_entry(handle_.get(), entry)) {
      if (!values(entry, attribute).empty()) return true;
    }
    return false;
  }

  std::string filter_of(const std::string& login) const { return filter_with(ldap_escape(login)); }

  /// The filter in parentheses, even if the configuration lacks them. `escaped` is the login.
  std::string filter_with(const std::string& escaped) const {
    std::string filter = replaced(replaced(filter_, "{login}", escaped), "{user}", escaped);
    return filter.starts_with('(') ? filter : "(" + filter + ")";
  }

  /// Groups that list logins are case-sensitive, so the entry's own spelling is used.
  std::string group_filter_of(LDAPMessage* entry, const std::string& spelled,
                              const std::string& typed) const {
    char* dn = ldap_get_dn(handle_.get(), entry);
    const std::string& login = spelled.empty() ? typed : spelled;
    const std::string filter =
        filled_filter(group_filter_, {{"dn", dn ? dn : ""}, {"login", login}, {"user", login}});
    ldap_memfree(dn);
    return filter;
  }

  static void require_known_words(const Section& person, std::string_view key,
                                  const std::string& filter,
                                  const std::vector<std::string_view>& known) {
    const std::string unknown = unknown_word(filter, known);
    if (unknown.empty()) return;
    std::string words;
    for (std::string_view word : known) words += " {" + std::string(word) + "}";
    person.wrong(key, std::string(key) + " has the unknown {" + unknown + "}; known are" + words);
  }

  std::vector<std::string> wanted() const {
    std::vector<std::string> names;
    for (const Attribute& attribute : attributes_) names.push_back(attribute.name);
    return names;
  }

  /// Connects to the first server that accepts the bind.
  void connect() {
    for (const Server& server : servers_) {
      try {
        return connect_to(server);
      } catch (const Unavailable&) {
        // A half-open handle would otherwise be used anonymously and in clear text.
        handle_.reset();
        if (&server == &servers_.back()) throw;
      }
    }
  }

  void connect_to(const Server& server) {
    LDAP* raw = nullptr;
    if (int code = ldap_initialize(&raw, server.uri.c_str())) failed("connect", code);
    handle_.reset(raw);
    const int version = LDAP_VERSION3, demand = LDAP_OPT_X_TLS_DEMAND, client = 0;
    ldap_set_option(raw, LDAP_OPT_PROTOCOL_VERSION, &version);
    ldap_set_option(raw, LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
    keep_alive(raw);
    ldap_set_option(raw, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand);
    if (!ca_file_.empty()) ldap_set_option(raw, LDAP_OPT_X_TLS_CACERTFILE, ca_file_.c_str());
    // This must come last: it makes the options above take effect.
    ldap_set_option(raw, LDAP_OPT_X_TLS_NEWCTX, &client);
    if (server.starts_tls) {
      set_connect_time();
      int question = 0;
      if (int code = ldap_start_tls(raw, nullptr, nullptr, &question)) failed("StartTLS", code);
      if (int code = awaited(question).code) failed("StartTLS", code);
      set_connect_time();
      if (int code = ldap_install_tls(raw)) failed("StartTLS", code);
    }
    set_connect_time();
    berval password{password_.reveal().size(), const_cast<char*>(password_.reveal().data())};
    int question = 0;
    if (int code = ldap_sasl_bind(raw, bind_dn_.c_str(), LDAP_SASL_SIMPLE, &password, nullptr,
                                  nullptr, &question)) {
      failed("bind", code);
    }
    if (int code = awaited(question).code) failed("bind", code);
  }

  /// Lets the kernel detect a peer that is gone silently: while the connection is idle, and when
  /// sent data is not acknowledged.
  static void keep_alive(LDAP* handle) {
    const int idle = 30, probes = 3, interval = 10;
    const unsigned unreceived = 2000;  // milliseconds
    ldap_set_option(handle, LDAP_OPT_X_KEEPALIVE_IDLE, &idle);
    ldap_set_option(handle, LDAP_OPT_X_KEEPALIVE_PROBES, &probes);
    ldap_set_option(handle, LDAP_OPT_X_KEEPALIVE_INTERVAL, &interval);
    ldap_set_option(handle, LDAP_OPT_TCP_USER_TIMEOUT, &unreceived);
  }

  milliseconds patience(milliseconds limit) const {
    return deadline_ ? deadline_->left(limit, "directory") : limit;
  }

  void set_connect_time() {
    const timeval time = timeval_of(patience(connect_time_));
    ldap_set_option(handle_.get(), LDAP_OPT_NETWORK_TIMEOUT, &time);
  }

  struct Awaited {
    int code;
    Answer answer;
  };

  /// Waits for the answer to a sent search.
  Awaited awaited(int question) {
    timeval time = timeval_of(patience(search_time_));
    LDAPMessage* raw = nullptr;
    const int kind = ldap_result(handle_.get(), question, LDAP_MSG_ALL, &time, &raw);
    Awaited result{LDAP_TIMEOUT, Answer(raw)};
    if (kind < 0) ldap_get_option(handle_.get(), LDAP_OPT_RESULT_CODE, &result.code);
    if (kind > 0) {
      ldap_parse_result(handle_.get(), raw, &result.code, nullptr, nullptr, nullptr, nullptr, 0);
    }
    return result;
  }

  int send(const Search& search, int& question) {
    std::vector<std::string> attributes = search.attributes;
    std::vector<char*> names;
    for (std::string& name : attributes) names.push_back(name.data());
    names.push_back(nullptr);
    timeval time = timeval_of(patience(search_time_));
    return ldap_search_ext(handle_.get(), search.base.c_str(), search.scope, search.filter.c_str(),
                           names.data(), 0, nullptr, nullptr, &time, search.most, &question);
  }

  /// Sends all searches, then waits. Returns the first failure, else LDAP_SUCCESS.
  int try_all(const std::vector<Search>& searches, std::vector<Answer>& answers) {
    answers.clear();
    std::vector<int> questions(searches.size());
    for (std::size_t i = 0; i < searches.size(); ++i) {
      if (int code = send(searches[i], questions[i])) return code;
    }
    for (std::size_t i = 0; i < searches.size(); ++i) {
      auto [code, answer] = awaited(questions[i]);
      // A missing or invalid group has no members. A missing subtree of people is an error, because
      // it tells nothing about them.
      const bool is_no_group = searches[i].scope == LDAP_SCOPE_BASE &&
                               (code == LDAP_NO_SUCH_OBJECT || code == LDAP_INVALID_DN_SYNTAX);
      const bool is_answer = code == LDAP_SUCCESS || code == LDAP_SIZELIMIT_EXCEEDED || is_no_group;
      if (!is_answer) return code;
      answers.push_back(std::move(answer));
    }
    return LDAP_SUCCESS;
  }

  std::vector<Answer> search_all(const std::vector<Search>& searches) {
    std::vector<Answer> answers;
    const bool was_open = handle_ != nullptr;
    if (!was_open) connect();
    int code = try_all(searches, answers);
    // An idle connection may have been closed, or dropped by a firewall, so one new connection is
    // tried.
    if (was_open && (code == LDAP_SERVER_DOWN || code == LDAP_TIMEOUT)) {
      connect();
      code = try_all(searches, answers);
    }
    if (code != LDAP_SUCCESS) failed("search", code);
    return answers;
  }

  Answer search(const Search& search) { return std::move(search_all({search})[0]); }

  /// All values that are text. Values with an option ("cn;lang-cs") count only if there are none
  /// without.
  std::vector<std::string> values(LDAPMessage* entry, const std::string& attribute) const {
    auto found = values_of(entry, attribute);
    const std::string before = lower(attribute) + ";";
    BerElement* raw = nullptr;
    std::unique_ptr<char, FreeName> name(ldap_first_attribute(handle_.get(), entry, &raw));
    const std::unique_ptr<BerElement, FreeField> field(raw);
    while (name && found.empty()) {
      if (lower(name.get()).starts_with(before)) found = values_of(entry, name.get());
      name.reset(ldap_next_attribute(handle_.get(), entry, field.get()));
    }
    return found;
  }

  std::vector<std::string> values_of(LDAPMessage* entry, const std::string& attribute) const {
    std::vector<std::string> texts;
    const std::unique_ptr<berval*, FreeValues> all(
        ldap_get_values_len(handle_.get(), entry, attribute.c_str()));
    for (berval** each = all.get(); each && *each; ++each) {
      const std::string_view bytes((*each)->bv_val, (*each)->bv_len);
      // Values that are not text are skipped.
      if (!is_utf8(bytes)) continue;
      const std::string text = plain_blanks(without_controls(bytes));
      if (!text.empty()) texts.emplace_back(beginning(text, longest_value));
    }
    return texts;
  }

  /// Gives the person the requested login in the directory's spelling; otherwise the first one.
  static void set_logins(Person& person, std::vector<std::string> values,
                         const std::vector<std::string>& asked) {
    const auto was_asked_for = [&](const std::string& value) {
      return std::ranges::any_of(asked,
                                 [&](const std::string& each) { return same_login(each, value); });
    };
    if (values.empty()) return;
    auto best = std::ranges::find_if(values, was_asked_for);
    if (best == values.end()) best = values.begin();
    person.login = *best;
    values.erase(best);
    person.other_logins = std::move(values);
  }

  Person person_of(LDAPMessage* entry, const std::vector<std::string>& asked) const {
    Person person;
    for (const Attribute& attribute : attributes_) {
      auto all = values(entry, attribute.name);
      if (attribute.member == &Person::mail) {
        person.mail = first_address(all);
      } else if (attribute.member == &Person::login) {
        set_logins(person, std::move(all), asked);
      } else if (!all.empty()) {
        person.*attribute.member = all.front();
      }
    }
    person.number = number_is_login_ ? person.login : last_digits(person.telephone, number_digits_);
    return person;
  }

  const Deadline* deadline_;
  std::string uri_;
  std::vector<Server> servers_;
  std::string ca_file_, bind_dn_, base_, filter_, group_filter_;
  Secret password_;
  milliseconds connect_time_, search_time_;
  bool number_is_login_;
  std::size_t number_digits_;
  std::array<Attribute, 6> attributes_{{
      {"login", &Person::login, "uid"},
      {"name", &Person::name, "cn"},
      {"mail", &Person::mail, "mail"},
      {"telephone", &Person::telephone, "telephoneNumber"},
      {"room", &Person::room, "roomNumber"},
      {"department", &Person::department, "departmentNumber"},
  }};
  Handle handle_;
};

}  // namespace

std::unique_ptr<Directory> make_ldap(const Section& person, const Deadline* deadline) {
  return std::make_unique<Ldap>(person, deadline);
}

}  // namespace spaconf
