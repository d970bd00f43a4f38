// Tests lib/base/login.cc.
#include "base/login.h"

#include "fixtures.h"

namespace spaconf {

class LoginTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LoginTest);
  CPPUNIT_TEST(compares_logins_as_directories_do);
  CPPUNIT_TEST_SUITE_END();

  void compares_logins_as_directories_do() {
    for (auto [a, b, same] : {std::tuple{"novak", "novak", true},
                              {"novak", "Novak", true},
                              {"NOVAKP", "novakp", true},
                              {"dvořák", "DVOŘÁK", true},
                              {"dvor\u030ca\u0301k", "dvořák", true},  // combining marks
                              {"straße", "STRASSE", true},
                              {" jan  novak ", "Jan Novak", true},
                              {"novak\u00a0", "novak", true},
                              {"dvořák", "dvorak", false},
                              {"novak", "novak1", false},
                              {"novak", "", false},
                              {"jan novak", "jannovak", false},
                              {"", "", true},
                              {"\xff", "\xff", true},  // not UTF-8: byte by byte
                              {"\xff", "\xfe", false}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(a) + " and " + b, same, same_login(a, b));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LoginTest);

}  // namespace spaconf
