// Tests lib/person/distinguished_name.cc.
#include "person/distinguished_name.h"

#include "fixtures.h"

namespace spaconf {

class DistinguishedNameTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DistinguishedNameTest);
  CPPUNIT_TEST(has_one_spelling_for_what_web_servers_and_people_write);
  CPPUNIT_TEST(keeps_different_names_apart);
  CPPUNIT_TEST(refuses_what_is_not_a_name);
  CPPUNIT_TEST_SUITE_END();

  void has_one_spelling_for_what_web_servers_and_people_write() {
    for (auto [text, spelled] :
         {std::pair{"CN=portal,O=Example", "cn=portal,o=Example"},
          {" cn=portal , o = Example ", "cn=portal,o=Example"},
          // nginx escapes other characters than those of ASCII, Apache does not.
          {"CN=\\C5\\98eho\\C5\\99", "cn=\\C5\\98eho\\C5\\99"},
          {"CN=Řehoř", "cn=\\C5\\98eho\\C5\\99"},
          {"O=Example\\, Inc.", "o=Example\\2C Inc."},
          {"O=Example\\2c Inc.", "o=Example\\2C Inc."},
          {"CN=a\\ ", "cn=a\\20"},
          {"CN=a+UID=b,DC=c", "cn=a+uid=b,dc=c"},
          {"emailAddress=a@b.cz", "emailaddress=a@b.cz"},
          {"2.5.4.97=#0c0361", "2.5.4.97=#0C0361"}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string(spelled), normalized_name(text).value_or(""));
      CPPUNIT_ASSERT_EQUAL(std::string(spelled), normalized_name(spelled).value_or(""));
    }
  }

  void keeps_different_names_apart() {
    const char* names[] = {"CN=a,O=b",      "O=b,CN=a",     "CN=A,O=b",   "CN=a",
                           "CN=a,O=b,C=c",  "CN=a+O=b",     "CN=a\\,O=b", "CN=a\\00",
                           "CN=a\\00,O=b",  "CN=a\\20,O=b", "CN=a\\+O=b", "CN=,O=b",
                           "2.5.4.3=a,O=b", "CN=a/O=b"};
    std::set<std::string> spelled;
    for (const char* name : names) spelled.insert(normalized_name(name).value());
    CPPUNIT_ASSERT_EQUAL(std::size(names), spelled.size());
  }

  void refuses_what_is_not_a_name() {
    for (const char* text :
         {"", " ", "portal", "/CN=portal/O=Example", "CN=portal;O=Example", "CN=\"portal\"",
          "CN=portal,", "=portal", "CN=\xff", "CN=\\FF", "CN=a\x01", "CN=a\\01", "CN=a\\"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !normalized_name(text));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DistinguishedNameTest);

}  // namespace spaconf
