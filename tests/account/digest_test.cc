// Tests lib/account/digest.cc against the example of RFC 2617, 3.5.
#include "account/digest.h"

#include "fixtures.h"

namespace spaconf {

class DigestTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DigestTest);
  CPPUNIT_TEST(answers_as_the_standard_does);
  CPPUNIT_TEST(answers_those_who_know_no_qop);
  CPPUNIT_TEST_SUITE_END();

  static std::string response(bool has_qop) {
    const Challenge challenge{"testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                              "5ccc069c403ebaf9f0171e9517f40e41", has_qop};
    const Account account{"Mufasa", challenge.realm, Secret("Circle Of Life")};
    return digest_response(challenge, account, "GET", "/dir/index.html", "0a4f113b");
  }

  void answers_as_the_standard_does() {
    CPPUNIT_ASSERT_EQUAL(std::string("6629fae49393a05397450978507c4ef1"), response(true));
  }

  void answers_those_who_know_no_qop() {
    CPPUNIT_ASSERT_EQUAL(std::string("670fd8c2df070c60b045671b8b24ff02"), response(false));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DigestTest);

}  // namespace spaconf
