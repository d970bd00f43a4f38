// Tests lib/bulk/account_person.cc: whose phone it is.
#include "bulk/account_person.h"

#include <algorithm>

#include "base/text.h"
#include "fixtures.h"

namespace spaconf {
namespace {

/// A directory of these people.
class SomePeople : public Directory {
 public:
  std::vector<Person> people;

  std::optional<Person> find(const std::string& login) override {
    const auto found = std::ranges::find(people, login, &Person::login);
    return found == people.end() ? std::nullopt : std::optional(*found);
  }
  std::vector<Person> find_by_number(const std::string& number) override {
    return those([&](const Person& each) { return each.number == number; });
  }
  std::vector<Person> find_by_name(const std::string& name) override {
    return those([&](const Person& each) { return lower(ascii(each.name)) == lower(name); });
  }
  std::vector<Person> find_all(const std::vector<std::string>&) override { return {}; }
  std::vector<std::string> groups_of(const std::string&, const std::vector<std::string>&) override {
    return {};
  }
  std::string check() override { return ""; }

 private:
  std::vector<Person> those(const std::function<bool(const Person&)>& right) const {
    std::vector<Person> found;
    std::ranges::copy_if(people, std::back_inserter(found), right);
    return found;
  }
};

}  // namespace

class AccountPersonTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AccountPersonTest);
  CPPUNIT_TEST(finds_one_person_or_says_why_not);
  CPPUNIT_TEST_SUITE_END();

  static Person person(const char* login, const char* name, const char* number) {
    Person person;
    person.login = login;
    person.name = name;
    person.number = number;
    return person;
  }

  /// "1001 Jan Novak" for each line.
  static ForeignPhone phone(const std::vector<std::string>& lines) {
    ForeignPhone phone;
    for (const std::string& each : lines) {
      const int position = static_cast<int>(phone.lines.size()) + 1;
      phone.lines.push_back({position,
                             each.substr(0, 4),
                             {},
                             each.size() > 5 ? each.substr(5) : "",
                             unsigned(10 * position)});
    }
    return phone;
  }

  void finds_one_person_or_says_why_not() {
    SomePeople directory;
    directory.people = {
        person("novak", "Jan Novák", "1001"), person("dvorak", "Jiří Dvořák", "1002"),
        person("jansova", "Eva Jansová", ""), person("eva2", "Eva Malá", "1003"),
        person("eva3", "Eva Malá", "1004"),   person("twin", "Twin", "1005"),
        person("twin2", "Twin Two", "1005")};
    struct Row {
      std::vector<std::string> lines;
      NamedPeople named;
      const char* result;
    } const table[] = {
        {{"1001 Jan Novak"}, {}, "novak by the number"},
        {{"1001 Reception"}, {}, "novak by the number"},
        {{"1001"}, {}, "novak by the number"},
        {{"1009 EVA JANSOVA"}, {}, "jansova by the name on the display"},
        {{"1001", "1009", "1008"}, {}, "novak by the number"},
        {{"1009 Door"}, {{"1009", "dvorak"}}, "dvorak as named"},
        {{"1001", "1002"}, {{"1002", "novak"}}, "novak by the number"},
        {{"1001", "1002"}, {{"1001", "dvorak"}}, "dvorak as named"},
        {{"1009 Door"},
         {},
         "10 the directory has no person with the number 1009 or the name that line 1 shows; say "
         "whose it is with --person 1009=LOGIN"},
        {{"1009"}, {}, "10 the directory has no person with the number 1009; say whose"},
        {{"1009 Eva Mala"}, {}, "10 the directory has several people with the number 1009 or the"},
        {{"1005"}, {}, "10 several people have the number 1005; say whose it is with --person"},
        {{"1001 Jiri Dvorak"},
         {},
         "10 the number 1001 is that of Jan Novák (novak), but line 1 shows Jiří Dvořák (dvorak)"},
        {{"1001", "1002"},
         {},
         "20 line 2 (1002) is dvorak's, and line 1 is novak's: a phone's accounts belong to one"},
        {{"1001", "1009"}, {{"1009", "dvorak"}}, "20 line 2 (1009) is dvorak's, as named, and"},
        {{"1009"}, {{"1009", "nowhere"}}, "10 There is no user nowhere in the directory."},
    };
    for (const Row& row : table) {
      const FoundPerson found = person_of_phone(phone(row.lines), row.named, directory);
      const std::string text =
          found.person ? found.person->login + " " + found.how
                       : std::to_string(found.problem.line) + " " + found.problem.sentence;
      CPPUNIT_ASSERT_MESSAGE(text, text.starts_with(row.result));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AccountPersonTest);

}  // namespace spaconf
