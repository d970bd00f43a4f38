// Tests lib/person/mail.cc.
#include "person/mail.h"

#include "fixtures.h"

namespace spaconf {

class MailTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MailTest);
  CPPUNIT_TEST(takes_addresses_as_directories_write_them);
  CPPUNIT_TEST(takes_the_first_value_that_is_an_address);
  CPPUNIT_TEST_SUITE_END();

  void takes_addresses_as_directories_write_them() {
    for (auto [value, address] : {std::pair{"J.N@example.cz", "J.N@example.cz"},
                                  {" a@b.cz\n", "a@b.cz"},
                                  {"\ufeffa@b.cz\u00a0", "a@b.cz"},
                                  {"mailto:a@b.cz", "a@b.cz"},
                                  {"MailTo: a@b.cz", "a@b.cz"},
                                  {"SMTP:a@b.cz", "a@b.cz"},
                                  {"novak", ""},
                                  {"", ""},
                                  {"mailto:", ""},
                                  {"x400:C=cz;A= ;P=a@b", ""},
                                  {"a@b@c", ""},
                                  {"@b.cz", ""},
                                  {"a@", ""},
                                  {"a@.cz", ""},
                                  {"a@b..cz", ""},
                                  {"a@b.cz.", ""},
                                  {"Jan <a@b.cz>", ""},
                                  {"a@b.cz, c@d.cz", ""},
                                  {"a\tb@c.cz", ""}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(value, std::string(address), mail_address(value));
    }
    CPPUNIT_ASSERT_EQUAL(std::string(), mail_address(std::string(250, 'a') + "@b.cz"));
  }

  void takes_the_first_value_that_is_an_address() {
    CPPUNIT_ASSERT_EQUAL(std::string("J.N@example.cz"),
                         first_address({"novak", "J.N@example.cz", "a@b.cz"}));
    CPPUNIT_ASSERT_EQUAL(std::string(), first_address({"novak", "n/a"}));
    CPPUNIT_ASSERT_EQUAL(std::string(), first_address({}));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MailTest);

}  // namespace spaconf
