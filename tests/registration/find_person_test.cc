// Tests lib/registration/find_person.cc as far as no database is asked.
#include "registration/find_person.h"

#include "fixtures.h"

namespace spaconf {

class FindPersonTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FindPersonTest);
  CPPUNIT_TEST(says_which_login_is_unknown);
  CPPUNIT_TEST(takes_a_name_from_line_1_only_where_the_directory_has_none);
  CPPUNIT_TEST_SUITE_END();

  void says_which_login_is_unknown() {
    for (auto [login, sentence] :
         {std::pair{"novak", "There is no user novak in the directory."}, {"", "Enter a login."}}) {
      const UnknownPerson unknown(login);
      CPPUNIT_ASSERT_EQUAL(std::size_t(1), unknown.problems().size());
      CPPUNIT_ASSERT_EQUAL(std::string("login"), unknown.problems().front().field);
      CPPUNIT_ASSERT_EQUAL(std::string(sentence), unknown.problems().front().sentence);
    }
  }

  void takes_a_name_from_line_1_only_where_the_directory_has_none() {
    const struct {
      const char* name;
      std::vector<Line> lines;
      const char* right;
    } table[] = {{"Jan Novák", {{1, "1001", {}, "Door"}}, "Jan Novák"},
                 {"Jan Novák", {}, "Jan Novák"},
                 {"", {{1, "1001", {}, "Door"}, {2, "1002", {}, "Gate"}}, "Door"},
                 {"", {{1, "1001", {}, ""}, {2, "1002", {}, "Gate"}}, nullptr},
                 {"", {}, nullptr}};
    for (const auto& row : table) {
      Person person;
      person.name = row.name;
      Registration wanted;
      wanted.lines = row.lines;
      try {
        require_name(person, wanted);
        CPPUNIT_ASSERT(row.right);
        CPPUNIT_ASSERT_EQUAL(std::string(row.right), person.name);
      } catch (const Rejected& rejected) {
        CPPUNIT_ASSERT(!row.right);
        CPPUNIT_ASSERT_EQUAL(std::string("line1_display"), rejected.problems().front().field);
      }
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FindPersonTest);

}  // namespace spaconf
