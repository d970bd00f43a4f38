// Tests lib/status/resync.cc: every answer has a sentence with what to do.
#include "status/resync.h"

#include "base/translation.h"
#include "fixtures.h"

namespace spaconf {

class ResyncTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ResyncTest);
  CPPUNIT_TEST(says_what_was_answered_and_what_to_do);
  CPPUNIT_TEST(translates_what_the_audit_has);
  CPPUNIT_TEST_SUITE_END();

  void says_what_was_answered_and_what_to_do() {
    const Challenge challenge{"sip.example.org", "n", "", true};
    const std::string later =
        " It will fetch its profile within about an hour, or when it is restarted.";
    for (const auto& [answer, sentence] :
         {std::pair{Answer{200, "OK", {}},
                    std::string("The phone at 192.0.2.7 answered 200 OK: it fetches its profile "
                                "now.")},
          {Answer{202, "", {}}, "The phone at 192.0.2.7 answered 202: it fetches its profile now."},
          {Answer{401, "Unauthorized", challenge},
           "The phone at 192.0.2.7 refused (401 Unauthorized): it has neither the account's "
           "password nor the previous one." +
               later},
          {Answer{401, "Unauthorized", {}},
           "The phone at 192.0.2.7 answered 401 Unauthorized, and asks for an authentication "
           "method that spaconf does not support." +
               later},
          {Answer{408, "Request Timeout", {}},
           "The exchange cannot reach the phone at 192.0.2.7 (408 Request Timeout). Check whether "
           "it has power and network." +
               later},
          {Answer{403, "Not relaying", {}},
           "Refused (403 Not relaying). Either the exchange does not relay NOTIFY from this "
           "machine (see README), or the phone's Resync_From_SIP is off." +
               later},
          {Answer{405, "Method Not Allowed", {}},
           "The exchange refused (405 Method Not Allowed). It must relay NOTIFY from this "
           "machine (see README)." +
               later},
          {Answer{481, "Subscription Does Not Exist", {}},
           "The phone at 192.0.2.7 answered 481 Subscription Does Not Exist: it does not accept a "
           "resync without a subscription." +
               later},
          {Answer{500, "Server Error", {}}, "The answer was 500 Server Error." + later}}) {
      CPPUNIT_ASSERT_EQUAL(sentence, sentence_about(answer, "192.0.2.7"));
    }
  }

  void translates_what_the_audit_has() {
    use_catalogues(BUILDDIR "/po");
    const std::string stored = sentence_about({408, "Request Timeout", {}}, "192.0.2.7");
    CPPUNIT_ASSERT_EQUAL(stored, answer_in_words(stored));
    const LanguageInUse in(*find_language("cs"));
    CPPUNIT_ASSERT_EQUAL(
        std::string("Ústředna se nemůže spojit s telefonem na 192.0.2.7 (408 Request "
                    "Timeout). Zkontrolujte, zda má napájení a síť. Profil si stáhne "
                    "asi do hodiny, nebo až se restartuje."),
        answer_in_words(stored));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ResyncTest);

}  // namespace spaconf
