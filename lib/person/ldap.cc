// Finds people in an LDAP directory and reads their attributes.
#include <strings.h>

#include <algorithm>
#include <array>
#include <functional>

#include "base/error.h"
#include "base/login.h"
#include "base/text.h"
#include "base/translation.h"
#include "person/directory.h"
#include "person/ldap_connection.h"
#include "person/ldap_filter.h"
#include "person/mail.h"
#include "person/telephone.h"

namespace spaconf {
namespace {

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

/// How many entries may be alike, of which one is looked for.
constexpr int most_alike = 500;

/// The widths of our tables' columns, in characters.
constexpr std::size_t longest_value = 255;

bool is_same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

/// "cn;lang-cs" for "cn".
bool is_name_with_option(std::string_view with_option, std::string_view name) {
  return with_option.size() > name.size() && with_option[name.size()] == ';' &&
         is_same_name(with_option.substr(0, name.size()), name);
}

class Ldap : public Directory {
 public:
  Ldap(const Section& person, const Deadline* deadline)
      : connection_(person, deadline),
        base_(person.text("base")),
        filter_(person.text("filter")),
        group_filter_(person.text("group_filter", "(member={dn})")),
        number_is_login_(person.choice("number", {"telephone", "login"}) == "login"),
        number_digits_(std::size_t(person.number("number_digits", 4, 1, 15))) {
    if (filter_.find("{login}") == filter_.npos && filter_.find("{user}") == filter_.npos) {
      person.wrong("filter", "filter lacks {login}");
    }
    require_known_words(person, "filter", filter_, {"login", "user"});
    require_known_words(person, "group_filter", group_filter_, {"dn", "login", "user"});
    Section names = person.section("attributes");
    for (Attribute& attribute : attributes_) {
      attribute.name = names.text(attribute.key, attribute.name);
    }
  }

  std::optional<Person> find(const std::string& login) override {
    const auto entries = search(filter_of(login), wanted(), enough_entries).entries;
    if (entries.empty()) return {};
    if (entries.size() > 1) {
      throw Conflict(
          {"login", sentence(_("The directory has several people with the login {login}; "
                               "correct this in the directory first."),
                             {{"login", login}})});
    }
    Person person = person_of(entries.front(), {login});
    // The entry was found by the typed login, even if its login attribute is unreadable.
    if (person.login.empty()) person.login = plain_blanks(login);
    return person;
  }

  std::vector<Person> find_all(const std::vector<std::string>& logins) override {
    if (logins.empty()) return {};
    std::string any;
    for (const std::string& login : logins) any += filter_of(login);
    const int most = enough_entries * static_cast<int>(logins.size());
    const LdapAnswer answer = search("(|" + any + ")", wanted(), most);
    std::vector<Person> people;
    // If a server returns only some of the entries, the missing ones are unknown.
    if (!answer.is_whole) return people;
    for (const LdapEntry& entry : answer.entries) {
      Person person = person_of(entry, logins);
      // If an entry hides its login, only a search for one login shows whose entry it is.
      if (!person.login.empty()) people.push_back(std::move(person));
    }
    return people;
  }

  std::vector<Person> find_by_number(const std::string& number) override {
    if (number_is_login_) {
      const auto person = find(number);
      return person ? std::vector{*person} : std::vector<Person>();
    }
    // Directories ignore blanks and hyphens in telephone numbers. Source: RFC 4517,
    // telephoneNumberSubstringsMatch.
    return people_with(attribute_of(&Person::telephone), "*" + ldap_escape(number),
                       [&](const Person& person) { return person.number == number; });
  }

  std::vector<Person> find_by_name(const std::string& name) override {
    const std::string shown = lower(ascii(name));
    const std::string pattern = ascii_pattern(name);
    if (pattern.find_first_not_of('*') == pattern.npos) return {};
    return people_with(attribute_of(&Person::name), pattern,
                       [&](const Person& person) { return lower(ascii(person.name)) == shown; });
  }

  std::vector<std::string> groups_of(const std::string& login,
                                     const std::vector<std::string>& groups) override {
    const std::string& login_name = attributes_[0].name;
    const auto entries = search(filter_of(login), {login_name}, enough_entries).entries;
    if (entries.size() != 1) return {};
    const auto logins = values(entries.front(), login_name);
    // Groups that list logins are case-sensitive, so the entry's own spelling is used.
    const std::string& spelled = logins.empty() ? login : logins.front();
    const std::string filter = filled_filter(
        group_filter_, {{"dn", entries.front().dn}, {"login", spelled}, {"user", spelled}});
    std::vector<LdapSearch> searches;
    for (const std::string& group : groups) {
      searches.push_back({group, LdapSearch::Scope::base, filter, {}, enough_entries});
    }
    const std::vector<LdapAnswer> answers = connection_.search(searches);
    std::vector<std::string> found;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (answers[i].entries.size() == 1) found.push_back(groups[i]);
    }
    return found;
  }

  std::string check() override {
    find("spaconf-check-config");
    return connection_.description() + warning();
  }

 private:
  LdapAnswer search(std::string filter, std::vector<std::string> attributes, int most) {
    return std::move(connection_.search(
        {{base_, LdapSearch::Scope::subtree, std::move(filter), std::move(attributes), most}})[0]);
  }

  const std::string& attribute_of(std::string Person::*member) const {
    return std::ranges::find(attributes_, member, &Attribute::member)->name;
  }

  /// The people who are `right`, of those whose attribute is like this pattern.
  std::vector<Person> people_with(const std::string& attribute, const std::string& pattern,
                                  const std::function<bool(const Person&)>& right) {
    const LdapAnswer answer = search(
        "(&" + filter_with("*") + "(" + attribute + "=" + pattern + "))", wanted(), most_alike);
    std::vector<Person> people;
    if (!answer.is_whole) return people;
    for (const LdapEntry& entry : answer.entries) {
      Person person = person_of(entry, {});
      if (!person.login.empty() && right(person)) people.push_back(std::move(person));
    }
    return people;
  }

  /// A pattern that finds each name which is this one in ASCII: with "*" for what may have been a
  /// letter with a diacritic, or another script.
  static std::string ascii_pattern(std::string_view name) {
    constexpr std::string_view plain = "bfhjkmpqvwx0123456789";
    std::string pattern;
    for (char c : lower(name)) {
      if (plain.find(c) != plain.npos) {
        pattern += c;
      } else if (!pattern.ends_with('*')) {
        pattern += '*';
      }
    }
    return pattern;
  }

  /// A warning about the first entries that the filter matches; empty when they look right.
  std::string warning() {
    const auto entries = search(filter_with("*"), wanted(), entries_to_see).entries;
    if (entries.empty()) return "; warning: the filter matches no entry that spaconf may read";
    std::vector<std::string> missing;
    for (const Attribute& attribute : attributes_) {
      const bool is_needed =
          attribute.member == &Person::login || attribute.member == &Person::name;
      const bool any_has = std::ranges::any_of(
          entries, [&](const LdapEntry& entry) { return !values(entry, attribute.name).empty(); });
      if (is_needed && !any_has) missing.push_back(attribute.name);
    }
    if (missing.empty()) return "";
    return "; warning: of " + std::to_string(entries.size()) +
           " entries, none has a readable attribute for: " + joined(missing, ", ") +
           " (see [person.attributes])";
  }

  std::string filter_of(const std::string& login) const { return filter_with(ldap_escape(login)); }

  /// The filter in parentheses, even if the configuration lacks them. `escaped` is the login.
  std::string filter_with(const std::string& escaped) const {
    std::string filter = replaced(replaced(filter_, "{login}", escaped), "{user}", escaped);
    return filter.starts_with('(') ? filter : "(" + filter + ")";
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

  /// All values that are text. Values with an option ("cn;lang-cs") count only if there are none
  /// without.
  static std::vector<std::string> values(const LdapEntry& entry, const std::string& attribute) {
    for (const auto is_named : {is_same_name, is_name_with_option}) {
      for (const auto& [name, bytes] : entry.attributes) {
        if (!is_named(name, attribute)) continue;
        if (auto found = texts_of(bytes); !found.empty()) return found;
      }
    }
    return {};
  }

  static std::vector<std::string> texts_of(const std::vector<std::string>& values) {
    std::vector<std::string> texts;
    for (const std::string& bytes : values) {
      // Values that are not text are skipped.
      if (!is_utf8(bytes)) continue;
      const std::string text = plain_blanks(without_controls(bytes));
      // The cut may leave a blank at the end.
      if (!text.empty()) texts.emplace_back(trim(beginning(text, longest_value)));
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

  Person person_of(const LdapEntry& entry, const std::vector<std::string>& asked) const {
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

  LdapConnection connection_;
  std::string base_, filter_, group_filter_;
  bool number_is_login_;
  std::size_t number_digits_;
  std::array<Attribute, 7> attributes_{{
      {"login", &Person::login, "uid"},
      {"name", &Person::name, "cn"},
      {"mail", &Person::mail, "mail"},
      {"telephone", &Person::telephone, "telephoneNumber"},
      {"room", &Person::room, "roomNumber"},
      {"department", &Person::department, "departmentNumber"},
      {"language", &Person::language, "preferredLanguage"},
  }};
};

}  // namespace

std::unique_ptr<Directory> make_ldap(const Section& person, const Deadline* deadline) {
  return std::make_unique<Ldap>(person, deadline);
}

}  // namespace spaconf
