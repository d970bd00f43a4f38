// Tests lib/person/person.cc.
#include "person/person.h"

#include "fixtures.h"

namespace spaconf {

class PersonTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PersonTest);
  CPPUNIT_TEST(knows_all_logins_of_a_person_in_any_spelling);
  CPPUNIT_TEST_SUITE_END();

  void knows_all_logins_of_a_person_in_any_spelling() {
    Person person;
    person.login = "Novak";
    person.other_logins = {"jnovak"};
    for (auto [login, has] :
         {std::pair{"novak", true}, {"JNOVAK", true}, {"novakp", false}, {"", false}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(login, has, has_login(person, login));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PersonTest);

}  // namespace spaconf
