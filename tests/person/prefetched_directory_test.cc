// Tests lib/person/prefetched_directory.cc.
#include "person/prefetched_directory.h"

#include "fixtures.h"

namespace spaconf {
namespace {

/// A directory that finds all of these people in one search, and each of them alone as somebody
/// else, so that a test sees which it was.
class ManyAndOne : public Directory {
 public:
  std::vector<Person> people;
  std::size_t searches = 0;

  std::optional<Person> find(const std::string& login) override {
    Person person;
    person.login = login;
    person.name = "alone";
    return person;
  }
  std::vector<Person> find_all(const std::vector<std::string>&) override {
    ++searches;
    return std::exchange(people, {});
  }
  std::vector<std::string> groups_of(const std::string&, const std::vector<std::string>&) override {
    return {};
  }
  std::string check() override { return ""; }
};

Person person(const std::string& login, std::vector<std::string> other_logins = {}) {
  Person person;
  person.login = login;
  person.name = "of many";
  person.other_logins = std::move(other_logins);
  return person;
}

}  // namespace

class PrefetchedDirectoryTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PrefetchedDirectoryTest);
  CPPUNIT_TEST(looks_up_again_whom_a_search_for_many_does_not_find_for_certain);
  CPPUNIT_TEST(searches_for_each_login_once);
  CPPUNIT_TEST_SUITE_END();

  void looks_up_again_whom_a_search_for_many_does_not_find_for_certain() {
    ManyAndOne directory;
    directory.people = {person("novak"), person("dvorak", {"pdvorak", "shared"}),
                        person("svoboda", {"shared"}), person("twice"), person("twice")};
    PrefetchedDirectory found(directory, {"novak"});
    CPPUNIT_ASSERT_EQUAL(std::size_t(5), found.people().size());
    const struct {
      const char *login, *real_login;  // nullptr: looked up again
    } table[] = {{"novak", "novak"},     {"Novak", "novak"},  {"pdvorak", "dvorak"},
                 {"svoboda", "svoboda"}, {"shared", nullptr}, {"twice", nullptr},
                 {"novák", nullptr},     {"nobody", nullptr}};
    for (const auto& row : table) {
      const Person* known = found.found(row.login);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.login, row.real_login != nullptr, known != nullptr);
      const auto person = found.find(row.login);
      CPPUNIT_ASSERT_EQUAL(std::string(row.real_login ? "of many" : "alone"), person->name);
      CPPUNIT_ASSERT_EQUAL(std::string(row.real_login ? row.real_login : row.login), person->login);
      if (known) CPPUNIT_ASSERT_EQUAL(person->login, known->login);
    }
  }

  void searches_for_each_login_once() {
    ManyAndOne directory;
    std::vector<std::string> logins(1000, "novak");
    PrefetchedDirectory(directory, logins);
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), directory.searches);
    for (std::size_t i = 0; i < 150; ++i) logins.push_back("osoba" + std::to_string(i));
    PrefetchedDirectory(directory, logins);
    CPPUNIT_ASSERT_EQUAL(std::size_t(1 + 4), directory.searches);
    PrefetchedDirectory(directory, {"", "a\tb"});  // no logins
    CPPUNIT_ASSERT_EQUAL(std::size_t(1 + 4), directory.searches);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PrefetchedDirectoryTest);

}  // namespace spaconf
