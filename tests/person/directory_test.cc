// Tests lib/person/directory.cc and what lib/person/ldap.cc asks of its section; the
// rest of that needs a server.
#include "person/directory.h"

#include "given.h"

namespace spaconf {

class DirectoryTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DirectoryTest);
  CPPUNIT_TEST(connects_only_when_it_is_asked);
  CPPUNIT_TEST(refuses_what_could_not_work_or_would_not_be_safe);
  CPPUNIT_TEST_SUITE_END();

  static std::string thrown_with(const std::string& start, const std::string& value) {
    Folder folder;
    std::vector<std::pair<std::string, std::string>> changes;
    if (!start.empty()) changes.emplace_back(start, value);
    std::string text = shipped_configuration(folder, changes);
    return thrown_by([&] { make_directory(config(folder, text).section("person")); });
  }

  void connects_only_when_it_is_asked() {
    CPPUNIT_ASSERT_EQUAL(std::string(), thrown_with("", ""));
  }

  void refuses_what_could_not_work_or_would_not_be_safe() {
    for (auto [start, value, sentence] :
         {std::tuple{"kind = ", "\"ladp\"", "no directory of the kind \"ladp\""},
          {"filter = ", "\"(uid=novak)\"", "filter lacks {login}"},
          {"start_tls = ", "false", "clear text"},
          {"number = ", "\"phone\"", "number is one of"},
          {"number_digits = ", "0", "number_digits is a whole number from 1 to 15"},
          {"search_timeout = ", "0", "search_timeout is a whole number"}}) {
      std::string thrown = thrown_with(start, value);
      CPPUNIT_ASSERT_MESSAGE(start, thrown.starts_with("Misconfigured: "));
      assert_has(thrown, sentence);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DirectoryTest);

}  // namespace spaconf
