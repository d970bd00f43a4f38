// Claims about SIP messages, digest and NOTIFY.
#include <cppunit/extensions/HelperMacros.h>

#include "digest.h"
#include "notify.h"
#include "sip_message.h"

namespace virtual_phone {

class SipTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SipTest);
  CPPUNIT_TEST(reads_what_it_writes);
  CPPUNIT_TEST(reads_short_and_folded_headers);
  CPPUNIT_TEST(answers_a_challenge_as_the_rfc_does);
  CPPUNIT_TEST(wants_the_lines_password_for_a_resync);
  CPPUNIT_TEST(needs_no_password_when_the_line_says_so);
  CPPUNIT_TEST(does_not_resync_when_sip_may_not_ask_for_it);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_what_it_writes() {
    SipMessage message;
    message.first_line = "NOTIFY sip:7001@127.0.0.1 SIP/2.0";
    message.headers = {{"Via", "SIP/2.0/UDP a;branch=b"}, {"To", "<sip:7001@d>"}};
    const auto read = SipMessage::parse(message.text());
    equal("NOTIFY", read->method());
    equal("sip:7001@127.0.0.1", read->uri());
    equal("<sip:7001@d>", read->header("to"));
    const auto response = SipMessage::parse(response_to(*read, "200 OK").text());
    CPPUNIT_ASSERT_EQUAL(200, response->status());
    equal("SIP/2.0/UDP a;branch=b", response->header("Via"));
    CPPUNIT_ASSERT(response->header("To").starts_with("<sip:7001@d>;tag="));
    CPPUNIT_ASSERT(!SipMessage::parse("GET / HTTP/1.1\r\n\r\n"));
    CPPUNIT_ASSERT(!SipMessage::parse(""));
  }

  void reads_short_and_folded_headers() {
    const auto read = SipMessage::parse(
        "NOTIFY sip:a SIP/2.0\r\nv: x\r\no:resync\r\nSubject: a\r\n  b\r\n\r\nbody");
    equal("x", read->header("Via"));
    equal("resync", read->header("Event"));
    equal("a b", read->header("subject"));
    equal("body", read->body);
  }

  /// The example of RFC 2617, section 3.5, without and with what was chosen at random there.
  void answers_a_challenge_as_the_rfc_does() {
    Credentials given = read_digest(
        "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", "
        "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\", qop=auth, "
        "nc=00000001, cnonce=\"0a4f113b\", response=\"6629fae49393a05397450978507c4ef1\"");
    CPPUNIT_ASSERT(is_right(given, "GET", "Mufasa", "Circle Of Life"));
    CPPUNIT_ASSERT(!is_right(given, "GET", "Mufasa", "circle of life"));
    CPPUNIT_ASSERT(!is_right(given, "GET", "Simba", "Circle Of Life"));
    for (const char* qop : {"", ",qop=\"auth\"", ",qop=\"auth-int,auth\""}) {
      const auto challenge = read_digest(std::string("Digest realm=\"r\",nonce=\"n\"") + qop);
      const auto ours = read_digest(answer(challenge, "REGISTER", "sip:d", "u", "p"));
      CPPUNIT_ASSERT(is_right(ours, "REGISTER", "u", "p"));
    }
    CPPUNIT_ASSERT(read_digest("Basic abc").empty());
  }

  void wants_the_lines_password_for_a_resync() {
    Flash flash = with_account();
    Notify notify(1, flash);
    SipMessage request = resync(), first = response_to(request, "-"), second = first, third = first;
    CPPUNIT_ASSERT(notify.answer(request, first) == Wish::none);
    CPPUNIT_ASSERT_EQUAL(401, first.status());
    const auto challenge = read_digest(first.header("WWW-Authenticate"));
    request.headers.emplace_back("Authorization",
                                 answer(challenge, "NOTIFY", request.uri(), "7001", "tiger"));
    CPPUNIT_ASSERT(notify.answer(request, second) == Wish::resync);
    CPPUNIT_ASSERT_EQUAL(200, second.status());
    // An eavesdropper cannot replay it.
    CPPUNIT_ASSERT(notify.answer(request, third) == Wish::none);
    CPPUNIT_ASSERT_EQUAL(401, third.status());
  }

  void needs_no_password_when_the_line_says_so() {
    Flash flash = with_account();
    flash.set("Auth_Resync-Reboot_1_", "No");
    constexpr std::pair<const char*, Wish> events[] = {{"resync", Wish::resync},
                                                       {"reboot_now", Wish::reboot},
                                                       {"restart_now", Wish::restart},
                                                       {"dance", Wish::none}};
    for (const auto& [event, wish] : events) {
      SipMessage request = resync(event), response = response_to(request, "-");
      CPPUNIT_ASSERT(Notify(1, flash).answer(request, response) == wish);
      CPPUNIT_ASSERT_EQUAL(wish == Wish::none ? 489 : 200, response.status());
    }
  }

  void does_not_resync_when_sip_may_not_ask_for_it() {
    Flash flash = with_account();
    flash.set("Auth_Resync-Reboot_1_", "No");
    flash.set("Resync_From_SIP", "No");
    SipMessage request = resync(), response = response_to(request, "-");
    CPPUNIT_ASSERT(Notify(1, flash).answer(request, response) == Wish::none);
    CPPUNIT_ASSERT_EQUAL(403, response.status());
  }

 private:
  static Flash with_account() {
    Flash flash(*find_model("spa942"), "6.1.5(a)", {});
    flash.set("Proxy_1_", "sip.example.cz");
    flash.set("User_ID_1_", "7001");
    flash.set("Password_1_", "tiger");
    return flash;
  }

  static SipMessage resync(const char* event = "resync") {
    SipMessage request;
    request.first_line = "NOTIFY sip:7001@127.0.0.1 SIP/2.0";
    request.headers = {{"Event", event}, {"To", "<sip:7001@sip.example.cz>"}};
    return request;
  }

  static void equal(const std::string& expected, const std::string& actual) {
    CPPUNIT_ASSERT_EQUAL(expected, actual);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SipTest);

}  // namespace virtual_phone
