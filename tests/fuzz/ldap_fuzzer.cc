// Fuzzes the entries of a directory: the login that was typed, then entries as in LDIF.
#include <algorithm>
#include <memory>

#include "base/error.h"
#include "base/text.h"
#include "memory_file.h"
#include "person/directory.h"
#include "person/ldap_connection.h"

using namespace spaconf;

namespace {

/// What the directory answers to each search.
LdapAnswer answer;

/// The widest column for a person's value.
constexpr std::size_t longest = 255;

constexpr char configuration[] = R"TOML([person]
kind = "ldap"
uri = "ldapi:///"
base = "dc=example"
filter = "(uid={login})"
)TOML";

/// Entries are separated by empty lines; the values of one attribute need not follow each other.
LdapAnswer entries_in(const std::vector<std::string>& lines) {
  LdapAnswer read{.entries = {}, .is_whole = true};
  bool is_new = true;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::string& line = lines[i];
    if (line.empty()) {
      is_new = true;
      continue;
    }
    if (is_new) read.entries.emplace_back();
    is_new = false;
    const std::size_t colon = std::min(line.find(':'), line.size());
    const std::string name = line.substr(0, colon),
                      value = line.substr(std::min(colon + 1, line.size()));
    LdapEntry& entry = read.entries.back();
    if (name == "dn") entry.dn = value;
    auto attribute =
        std::ranges::find(entry.attributes, name, [](auto& each) { return each.first; });
    if (attribute == entry.attributes.end()) {
      attribute = entry.attributes.insert(attribute, {name, {}});
    }
    attribute->second.push_back(value);
  }
  return read;
}

void check(const std::string& value) {
  fuzz::require(is_utf8(value) && !has_controls(value), "a person's values are text");
  fuzz::require(length(value) <= longest, "a person's values fit into our tables");
  fuzz::require(trim(value) == value, "a person's values have no blanks around them");
}

void check(const Person& person) {
  for (const std::string* value : {&person.login, &person.name, &person.mail, &person.telephone,
                                   &person.room, &person.department, &person.language}) {
    check(*value);
  }
  for (const std::string& login : person.other_logins) check(login);
  fuzz::require(person.mail.empty() || person.mail.find('@') != std::string::npos,
                "an address has its sign");
  fuzz::require(fuzz::consists_of(person.number, "0123456789") &&
                    (person.number.empty() || person.number.size() == 4),
                "a number is the last four digits");
}

void find(Directory& directory, const std::string& login) try {
  const auto person = directory.find(login);
  directory.check();
  fuzz::require(person.has_value() == (answer.entries.size() == 1), "an entry is a person");
  if (!person) return;
  fuzz::require(!person->login.empty() || trim(login).empty(), "a person has a login");
  check(*person);
} catch (const Conflict&) {
  fuzz::require(answer.entries.size() > 1, "only several entries are a conflict");
}

}  // namespace

// In the place of ldap_connection.cc, which needs a server.
class LdapConnection::Session {};
LdapConnection::LdapConnection(const Section&, const Deadline*) {}
LdapConnection::~LdapConnection() = default;
std::string LdapConnection::description() const { return "a fuzzer"; }
std::vector<LdapAnswer> LdapConnection::search(const std::vector<LdapSearch>& searches) {
  return {searches.size(), answer};
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::unique_ptr<Directory> directory = [] {
    const fuzz::MemoryFile file(100);
    file.write(configuration);
    return make_directory(Config(file.path()).section("person"));
  }();
  const std::vector<std::string> lines = split(fuzz::text_of(data, size), '\n');
  const std::string& login = lines.front();
  // A form with another login is rejected before.
  if (!is_utf8(login) || has_controls(login) || length(login) > 64) return 0;
  answer = entries_in(lines);
  find(*directory, login);
  for (const Person& person : directory->find_all({login, "novak"})) {
    fuzz::require(!person.login.empty(), "a person of several has a login");
    check(person);
  }
  directory->groups_of(login, {"cn=voip"});
  return 0;
}
