// People in an LDAP directory: the only place that knows libldap. Its own limits
// are infinite and it follows referrals to anywhere, so every option is set here.
#include <ldap.h>

#include <array>

#include "base/error.h"
#include "base/text.h"
#include "person/directory.h"
#include "person/ldap_filter.h"
#include "person/telephone.h"

namespace spaconf {
namespace {

struct Unbind {
  void operator()(LDAP* handle) const { ldap_unbind_ext_s(handle, nullptr, nullptr); }
};
struct FreeMessage {
  void operator()(LDAPMessage* message) const { ldap_msgfree(message); }
};
struct FreeValues {
  void operator()(berval** values) const { ldap_value_free_len(values); }
};
using Answer = std::unique_ptr<LDAPMessage, FreeMessage>;

/// Which attribute of the directory fills which member of a person.
struct Attribute {
  const char* key;
  std::string Person::*member;
  std::string name;  // as configured
};

/// One entry is what we want, two are enough to know that it is not so.
constexpr int enough_entries = 2;

/// What our tables have room for, in characters.
constexpr std::size_t longest_value = 255;

bool looks_like_mail(std::string_view text) {
  auto at = text.find('@');
  return at != 0 && at != text.npos && text.find('@', at + 1) == text.npos &&
         text.find_first_of(" ,;<>()[]\\\"") == text.npos && at + 1 < text.size() &&
         text.find("..") == text.npos && text.back() != '.' && text[at + 1] != '.' &&
         text.size() <= 254;
}

class Ldap : public Directory {
 public:
  explicit Ldap(const Section& person)
      : uri_(person.text("uri")),
        start_tls_(person.flag("start_tls", true)),
        ca_file_(person.text("ca_file", "")),
        bind_dn_(person.text("bind_dn", "")),
        base_(person.text("base")),
        filter_(person.text("filter")),
        group_filter_(person.text("group_filter", "(member={dn})")),
        connect_time_{.tv_sec = person.seconds("connect_timeout", 2).count(), .tv_usec = 0},
        search_time_{.tv_sec = person.seconds("search_timeout", 3).count(), .tv_usec = 0},
        number_is_login_(person.choice("number", {"telephone", "login"}) == "login"),
        number_digits_(std::size_t(person.number("number_digits", 4, 1, 15))) {
    if (!ca_file_.empty()) person.path("ca_file");
    if (person.has("password_file")) password_ = person.secret("password_file");
    // Some servers take a name with an empty password for a good anonymous bind.
    if (!bind_dn_.empty() && password_.empty()) person.wrong("bind_dn", "needs a password_file");
    if (filter_.find("{login}") == filter_.npos) person.wrong("filter", "filter lacks {login}");
    if (uri_.starts_with("ldap://") && !start_tls_ && !password_.empty()) {
      person.wrong("start_tls", "the password would cross the network in clear text");
    }
    Section names = person.section("attributes");
    for (Attribute& attribute : attributes_) {
      attribute.name = names.text(attribute.key, attribute.name);
    }
  }

  std::optional<Person> find(const std::string& login) override {
    Answer answer = search(base_, LDAP_SCOPE_SUBTREE, filter_of(login), wanted());
    int entries = ldap_count_entries(handle_.get(), answer.get());
    if (entries == 0) return {};
    if (entries > 1) {
      throw Conflict({"login", "The directory has several people with the login " + login +
                                   "; which of them it is must be settled there."});
    }
    return person_of(ldap_first_entry(handle_.get(), answer.get()));
  }

  std::vector<Person> find_all(const std::vector<std::string>& logins) override {
    if (logins.empty()) return {};
    std::string any;
    for (const std::string& login : logins) any += filter_of(login);
    const int most = enough_entries * static_cast<int>(logins.size());
    Answer answer = search(base_, LDAP_SCOPE_SUBTREE, "(|" + any + ")", wanted(), most);
    std::vector<Person> people;
    LDAP* const handle = handle_.get();
    int code = LDAP_SUCCESS;
    ldap_parse_result(handle, answer.get(), &code, nullptr, nullptr, nullptr, nullptr, 0);
    // Of a server that gives only some of them, nobody knows which it left out.
    if (code != LDAP_SUCCESS) return people;
    for (LDAPMessage* entry = ldap_first_entry(handle, answer.get()); entry;
         entry = ldap_next_entry(handle, entry)) {
      people.push_back(person_of(entry));
    }
    return people;
  }

  bool is_member(const std::string& login, const std::string& group) override {
    Answer person = search(base_, LDAP_SCOPE_SUBTREE, filter_of(login), {LDAP_NO_ATTRS});
    if (ldap_count_entries(handle_.get(), person.get()) != 1) return false;
    char* dn = ldap_get_dn(handle_.get(), ldap_first_entry(handle_.get(), person.get()));
    std::string filter = replaced(group_filter_, "{dn}", ldap_escape(dn ? dn : ""));
    ldap_memfree(dn);
    Answer member = search(group, LDAP_SCOPE_BASE, filter, {LDAP_NO_ATTRS});
    return ldap_count_entries(handle_.get(), member.get()) == 1;
  }

  std::string check() override {
    find("spaconf-check-config");
    return uri_ + ", bound as " + (bind_dn_.empty() ? "nobody" : bind_dn_);
  }

 private:
  using Handle = std::unique_ptr<LDAP, Unbind>;

  [[noreturn]] void failed(const char* action, int code) {
    handle_.reset();
    throw Unavailable("directory", std::string("ldap: ") + action + ": " + ldap_err2string(code));
  }

  /// In parentheses, whether or not the configuration has them.
  std::string filter_of(const std::string& login) const {
    std::string filter = replaced(filter_, "{login}", ldap_escape(login));
    return filter.starts_with('(') ? filter : "(" + filter + ")";
  }

  std::vector<std::string> wanted() const {
    std::vector<std::string> names;
    for (const Attribute& attribute : attributes_) names.push_back(attribute.name);
    return names;
  }

  void connect() {
    LDAP* raw = nullptr;
    if (int code = ldap_initialize(&raw, uri_.c_str())) failed("connect", code);
    handle_.reset(raw);
    const int version = LDAP_VERSION3, demand = LDAP_OPT_X_TLS_DEMAND, server = 0;
    ldap_set_option(raw, LDAP_OPT_PROTOCOL_VERSION, &version);
    ldap_set_option(raw, LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
    ldap_set_option(raw, LDAP_OPT_NETWORK_TIMEOUT, &connect_time_);
    ldap_set_option(raw, LDAP_OPT_TIMEOUT, &search_time_);
    ldap_set_option(raw, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand);
    if (!ca_file_.empty()) ldap_set_option(raw, LDAP_OPT_X_TLS_CACERTFILE, ca_file_.c_str());
    // Last of all: the options above count from the next context on.
    ldap_set_option(raw, LDAP_OPT_X_TLS_NEWCTX, &server);
    if (start_tls_ && uri_.starts_with("ldap://")) {
      if (int code = ldap_start_tls_s(raw, nullptr, nullptr)) failed("StartTLS", code);
    }
    berval password{password_.reveal().size(), const_cast<char*>(password_.reveal().data())};
    if (int code = ldap_sasl_bind_s(raw, bind_dn_.c_str(), LDAP_SASL_SIMPLE, &password, nullptr,
                                    nullptr, nullptr)) {
      failed("bind", code);
    }
  }

  Answer search(const std::string& base, int scope, const std::string& filter,
                std::vector<std::string> attributes, int most = enough_entries) {
    std::vector<char*> names;
    for (std::string& name : attributes) names.push_back(name.data());
    names.push_back(nullptr);
    const bool was_open = handle_ != nullptr;
    if (!was_open) connect();
    LDAPMessage* raw = nullptr;
    auto ask = [&] {
      return ldap_search_ext_s(handle_.get(), base.c_str(), scope, filter.c_str(), names.data(), 0,
                               nullptr, nullptr, &search_time_, most, &raw);
    };
    int code = ask();
    if (code == LDAP_SERVER_DOWN && was_open) {
      // The server closed an idle connection; one new one must do.
      ldap_msgfree(raw);
      connect();
      code = ask();
    }
    Answer answer(raw);
    // A group that is not there has no members; a folder of people that is not there says
    // nothing of any of them.
    const bool answered = code == LDAP_SUCCESS || code == LDAP_SIZELIMIT_EXCEEDED ||
                          (code == LDAP_NO_SUCH_OBJECT && scope == LDAP_SCOPE_BASE);
    if (!answered) failed("search", code);
    return answer;
  }

  std::string value(LDAPMessage* entry, const std::string& attribute) const {
    std::unique_ptr<berval*, FreeValues> values(
        ldap_get_values_len(handle_.get(), entry, attribute.c_str()));
    if (!values || !values.get()[0]) return "";
    const berval& first = *values.get()[0];
    std::string text(first.bv_val, first.bv_len);
    // A value that is no text is as good as none.
    if (!is_utf8(text)) return "";
    return std::string(beginning(trim(without_controls(text)), longest_value));
  }

  Person person_of(LDAPMessage* entry) const {
    Person person;
    for (const Attribute& attribute : attributes_) {
      person.*attribute.member = value(entry, attribute.name);
    }
    if (!looks_like_mail(person.mail)) person.mail.clear();
    person.number = number_is_login_ ? person.login : last_digits(person.telephone, number_digits_);
    return person;
  }

  std::string uri_;
  bool start_tls_;
  std::string ca_file_, bind_dn_, base_, filter_, group_filter_;
  Secret password_;
  timeval connect_time_, search_time_;
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

std::unique_ptr<Directory> make_ldap(const Section& person) {
  return std::make_unique<Ldap>(person);
}

}  // namespace spaconf
