// Tests lib/store/password_seal.cc; what it does to tables needs a server.
#include "store/password_seal.h"

#include "base/crypto.h"
#include "fixtures.h"

namespace spaconf {

class PasswordSealTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PasswordSealTest);
  CPPUNIT_TEST(seals_with_a_key_of_its_own_and_not_with_the_key_file);
  CPPUNIT_TEST(opens_what_the_key_file_itself_sealed);
  CPPUNIT_TEST(opens_what_the_former_key_sealed_and_seals_with_the_current_one);
  CPPUNIT_TEST(opens_nothing_for_another_key_or_account);
  CPPUNIT_TEST_SUITE_END();

  const Secret file_{std::string(32, 'k')};
  const PasswordSeal seal_{file_};
  const Account account_{"1001", "sip.example.org", Secret("word")};

  void seals_with_a_key_of_its_own_and_not_with_the_key_file() {
    const std::string sealed = seal_.sealed(account_);
    CPPUNIT_ASSERT_EQUAL(std::string("word"),
                         seal_.opened(sealed, "1001", "sip.example.org").value().reveal());
    CPPUNIT_ASSERT(seal_.is_current(sealed, "1001", "sip.example.org"));
    CPPUNIT_ASSERT(!unseal(file_, sealed, "1001@sip.example.org"));
  }

  void opens_what_the_key_file_itself_sealed() {
    const std::string former = seal(file_, Secret("word"), "1001@sip.example.org");
    CPPUNIT_ASSERT_EQUAL(std::string("word"),
                         seal_.opened(former, "1001", "sip.example.org").value().reveal());
    CPPUNIT_ASSERT(!seal_.is_current(former, "1001", "sip.example.org"));
  }

  void opens_what_the_former_key_sealed_and_seals_with_the_current_one() {
    const PasswordSeal both(Secret(std::string(32, 'n')), file_);
    const PasswordSeal current(Secret(std::string(32, 'n')));
    for (const std::string& former :
         {seal_.sealed(account_), seal(file_, Secret("word"), "1001@sip.example.org")}) {
      CPPUNIT_ASSERT_EQUAL(std::string("word"),
                           both.opened(former, "1001", "sip.example.org").value().reveal());
      CPPUNIT_ASSERT(!both.is_current(former, "1001", "sip.example.org"));
      CPPUNIT_ASSERT(!current.opened(former, "1001", "sip.example.org"));
    }
    const std::string sealed = both.sealed(account_);
    CPPUNIT_ASSERT(both.is_current(sealed, "1001", "sip.example.org"));
    CPPUNIT_ASSERT_EQUAL(std::string("word"),
                         current.opened(sealed, "1001", "sip.example.org").value().reveal());
    CPPUNIT_ASSERT(!seal_.opened(sealed, "1001", "sip.example.org"));
  }

  void opens_nothing_for_another_key_or_account() {
    const std::string sealed = seal_.sealed(account_);
    CPPUNIT_ASSERT(!seal_.opened(sealed, "1002", "sip.example.org"));
    CPPUNIT_ASSERT(!seal_.opened(sealed, "1001", "example.org"));
    CPPUNIT_ASSERT(!seal_.opened("", "1001", "sip.example.org"));
    const PasswordSeal other(Secret(std::string(32, 'x')));
    CPPUNIT_ASSERT(!other.opened(sealed, "1001", "sip.example.org"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PasswordSealTest);

}  // namespace spaconf
