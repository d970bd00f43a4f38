// Tests lib/account/password.cc.
#include "account/password.h"

#include <map>
#include <set>

#include "fixtures.h"

namespace spaconf {

class PasswordTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PasswordTest);
  CPPUNIT_TEST(is_new_every_time_and_readable_over_the_telephone);
  CPPUNIT_TEST(fits_into_a_narrow_column);
  CPPUNIT_TEST(prefers_no_letter);
  CPPUNIT_TEST(is_usable_when_a_phone_can_be_given_it);
  CPPUNIT_TEST(hashes_as_the_exchange_does);
  CPPUNIT_TEST_SUITE_END();

  void is_new_every_time_and_readable_over_the_telephone() {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
      std::string password = new_password().reveal();
      CPPUNIT_ASSERT_EQUAL(std::size_t(20), password.size());
      CPPUNIT_ASSERT_EQUAL_MESSAGE(password, password.npos, password.find_first_of("0Oo1lI"));
      CPPUNIT_ASSERT(is_usable_password(password));
      for (unsigned char c : password) CPPUNIT_ASSERT(std::isalnum(c));
      CPPUNIT_ASSERT_MESSAGE("twice", seen.insert(password).second);
    }
  }

  void fits_into_a_narrow_column() {
    CPPUNIT_ASSERT_EQUAL(std::size_t(12), new_password(12).reveal().size());
    CPPUNIT_ASSERT_EQUAL(std::size_t(20), new_password(25).reveal().size());
    CPPUNIT_ASSERT(is_usable_password("123456789012", 12));
    CPPUNIT_ASSERT(!is_usable_password("1234567890123", 12));
  }

  void prefers_no_letter() {
    std::map<char, double> counts;
    constexpr int passwords = 5000;
    for (int i = 0; i < passwords; ++i) {
      const Secret password = new_password();
      for (char c : password.reveal()) ++counts[c];
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t(56), counts.size());
    double expected = passwords * 20.0 / 56, chi_square = 0;
    for (auto [letter, count] : counts)
      chi_square += (count - expected) * (count - expected) / expected;
    // 55 degrees of freedom: above 170 once in 10^13 runs. A byte modulo 56 gives some 2,400.
    CPPUNIT_ASSERT_MESSAGE(std::to_string(chi_square), chi_square < 170);
  }

  void is_usable_when_a_phone_can_be_given_it() {
    for (auto [password, usable] : {std::pair{"x", true},
                                    {"!\"#$%&'()*+,-./:;<=>?@[]~", true},
                                    {"1234567890123456789012345", true},
                                    {"12345678901234567890123456", false},
                                    {"", false},
                                    {"a b", false},
                                    {" a", false},
                                    {"a\n", false},
                                    {"a\x7f", false},
                                    {"heslo\xc5\x99", false}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(password, usable, is_usable_password(password));
    }
  }

  // Source: RFC 2617, section 3.5, whose A1 gives 939e7578ed9e3c518a452acee763bce9.
  void hashes_as_the_exchange_does() {
    Account account{"Mufasa", "testrealm@host.com", Secret("Circle Of Life")};
    CPPUNIT_ASSERT_EQUAL(std::string("939e7578ed9e3c518a452acee763bce9"), ha1(account).reveal());
    // By md5sum of 1001:sip.example.org:secret and 1001@sip.example.org:sip.example.org:secret.
    account = {"1001", "sip.example.org", Secret("secret")};
    CPPUNIT_ASSERT_EQUAL(std::string("afea015a04ee8d9e22448d9dbed687cb"), ha1(account).reveal());
    CPPUNIT_ASSERT_EQUAL(std::string("7997396e47b156e5256a6012e6954837"), ha1b(account).reveal());
    // By printf %s 1001:sip.example.org:secret | openssl dgst -sha256, and -sha512-256.
    CPPUNIT_ASSERT_EQUAL(
        std::string("8ffd1bf5ac24edd7b76ca65b69cab3f6ed321a44636bf196d3c203c18224f98a"),
        ha1_sha256(account).reveal());
    CPPUNIT_ASSERT_EQUAL(
        std::string("8a231c6b271f564f9b852c57ec4851596568ed336f5a1dc0721953b7df5a2df7"),
        ha1_sha512t256(account).reveal());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PasswordTest);

}  // namespace spaconf
