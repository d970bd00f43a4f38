// Tests lib/account/sip_message.cc: what goes out byte for byte, and what may come in.
#include "account/sip_message.h"

#include "base/text.h"
#include "fixtures.h"

namespace spaconf {

class SipMessageTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SipMessageTest);
  CPPUNIT_TEST(writes_a_notify);
  CPPUNIT_TEST(writes_the_proof_that_was_asked_for);
  CPPUNIT_TEST(sends_nothing_to_what_is_no_sip_address);
  CPPUNIT_TEST(reads_an_answer);
  CPPUNIT_TEST(reads_challenges);
  CPPUNIT_TEST(answers_of_others_are_none);
  CPPUNIT_TEST(rubbish_is_no_answer);
  CPPUNIT_TEST_SUITE_END();

  static Notify notify() {
    return {.event = "resync",
            .contact = "sip:1001@192.0.2.7:5060;transport=udp",
            .user = "1001",
            .domain = "sip.example.org",
            .exchange = "192.0.2.1:5060",
            .own = "192.0.2.9:40000",
            .call_id = "a-call",
            .tag = "a-tag",
            .branch = "z9hG4bKa-branch",
            .proof = {}};
  }

  static std::string lines(const std::string& message) { return replaced(message, "\r\n", "\n"); }

  static std::string answer(const std::string& first_line, const std::string& more = "",
                            const std::string& branch = "z9hG4bKa-branch",
                            const std::string& cseq = "1 NOTIFY") {
    const std::string text = first_line + "\nVia: SIP/2.0/UDP 192.0.2.9:40000;branch=" + branch +
                             ";rport=40000\nFrom: <sip:spaconf@sip.example.org>;tag=a-tag\n"
                             "To: <sip:1001@sip.example.org>;tag=other\nCall-ID: a-call\nCSeq: " +
                             cseq + "\n" + more + "Content-Length: 0\n\n";
    return replaced(text, "\n", "\r\n");
  }

  void writes_a_notify() {
    CPPUNIT_ASSERT_EQUAL(std::string(R"(NOTIFY sip:1001@192.0.2.7:5060;transport=udp SIP/2.0
Via: SIP/2.0/UDP 192.0.2.9:40000;branch=z9hG4bKa-branch;rport
Route: <sip:192.0.2.1:5060;lr>
From: <sip:spaconf@sip.example.org>;tag=a-tag
To: <sip:1001@sip.example.org>
Call-ID: a-call
CSeq: 1 NOTIFY
Contact: <sip:spaconf@192.0.2.9:40000>
Max-Forwards: 70
Event: resync
Subscription-State: terminated
User-Agent: spaconf
Content-Length: 0

)"),
                         lines(serialize(notify())));
  }

  void writes_the_proof_that_was_asked_for() {
    Notify again = notify();
    again.contact = "sip:1001@192.0.2.7";
    again.sequence = 2;
    again.proof = Proof{{"sip.example.org", "n1", "o1", true}, Secret("secret"), "c1"};
    const std::string message = serialize(again);
    assert_has(message, "CSeq: 2 NOTIFY\r\n");
    // MD5 of MD5(1001:sip.example.org:secret):n1:00000001:c1:auth:MD5(NOTIFY:sip:1001@192.0.2.7)
    assert_has(
        message,
        "Authorization: Digest username=\"1001\", realm=\"sip.example.org\", nonce=\"n1\", "
        "uri=\"sip:1001@192.0.2.7\", response=\"5d1a3bd9a459d765e983e49ce78526d6\", algorithm=MD5, "
        "cnonce=\"c1\", opaque=\"o1\", qop=auth, nc=00000001\r\n");
    again.proof->challenge = {"sip.example.org", "n1", "", false};
    const std::string older = serialize(again);
    assert_has(older, "response=\"6ca11930902f75fc50e54a53516879d9\", algorithm=MD5\r\n");
    CPPUNIT_ASSERT(older.find("secret") == older.npos);
  }

  void sends_nothing_to_what_is_no_sip_address() {
    for (const char* contact : {"", "1001", "tel:1001", "sip:", "sip:1001@", "http://192.0.2.7/",
                                "sip:1001@192.0.2.7>\r\nEvil: yes", "sip:10 01@192.0.2.7",
                                "sip:1001@192.0.2.7\nEvil: yes", "sip:\xc5\x99@192.0.2.7"}) {
      Notify wrong = notify();
      wrong.contact = contact;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(
          contact, std::string("Unavailable: exchange: NOTIFY: the contact is not a SIP address"),
          thrown_by([&] { serialize(wrong); }));
    }
  }

  void reads_an_answer() {
    for (const auto& [line, status, reason] : {std::tuple{"SIP/2.0 200 OK", 200, "OK"},
                                               {"SIP/2.0 100 Giving a try", 100, "Giving a try"},
                                               {"SIP/2.0 481 Call Leg/Transaction Does Not Exist",
                                                481, "Call Leg/Transaction Does Not Exist"},
                                               {"SIP/2.0 603 \x1b[31mDecline", 603, " [31mDecline"},
                                               {"SIP/2.0 404 \xff", 404, ""}}) {
      const auto read = answer_to(notify(), answer(line));
      CPPUNIT_ASSERT_MESSAGE(line, read.has_value());
      CPPUNIT_ASSERT_EQUAL(status, read->status);
      CPPUNIT_ASSERT_EQUAL(std::string(reason), read->reason);
      CPPUNIT_ASSERT(!read->challenge);
    }
    const std::string long_one(500, 'x');
    CPPUNIT_ASSERT_EQUAL(std::size_t(60),
                         answer_to(notify(), answer("SIP/2.0 500 " + long_one))->reason.size());
  }

  static std::string challenge(const std::string& header) {
    const auto read = answer_to(notify(), answer("SIP/2.0 401 Unauthorized", header));
    CPPUNIT_ASSERT_MESSAGE(header, read.has_value());
    if (!read->challenge) return "none";
    const Challenge& found = *read->challenge;
    return found.realm + " " + found.nonce + " " + found.opaque + (found.has_qop ? " qop" : "");
  }

  void reads_challenges() {
    const std::string begin = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"";
    for (const auto& [header, found] :
         {std::pair{begin + "\n", "r n "},
          {begin + ", algorithm=MD5, qop=\"auth\"\n", "r n  qop"},
          {begin + ",opaque=\"o\",algorithm=\"md5\",qop=\"auth-int,auth\"\n", "r n o qop"},
          {begin + ", qop=\"auth-int\"\n", "none"},
          {begin + ", algorithm=SHA-256\n", "none"},
          {begin + ", algorithm=SHA-256\nWWW-Authenticate: Digest realm=\"s\", nonce=\"m\"\n",
           "s m "},
          {"WWW-Authenticate: Basic realm=\"r\"\n", "none"},
          {"Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\"\n", "none"},
          {"", "none"}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(header, std::string(found), challenge(header));
    }
  }

  void answers_of_others_are_none() {
    const std::string ok = "SIP/2.0 200 OK";
    CPPUNIT_ASSERT(answer_to(notify(), answer(ok)));
    CPPUNIT_ASSERT(!answer_to(notify(), answer(ok, "", "z9hG4bKanother")));
    CPPUNIT_ASSERT(!answer_to(notify(), answer(ok, "", "z9hG4bKa-branch", "2 NOTIFY")));
    CPPUNIT_ASSERT(!answer_to(notify(), answer(ok, "", "z9hG4bKa-branch", "1 OPTIONS")));
    CPPUNIT_ASSERT(!answer_to(notify(), answer("NOTIFY sip:1001@192.0.2.7 SIP/2.0")));
  }

  /// Truncated or damaged messages are read as an answer or as none, and do no harm.
  void rubbish_is_no_answer() {
    for (const std::string& text :
         {std::string(), std::string("\0\xff\xfe", 3), std::string("SIP/2.0"),
          std::string("SIP/2.0 200 OK\r\n\r\n"), std::string("HTTP/1.1 200 OK\r\n\r\n"),
          std::string(70000, 'a'), std::string(3000, '\n')}) {
      CPPUNIT_ASSERT(!answer_to(notify(), text));
    }
    const std::string whole =
        answer("SIP/2.0 401 Unauthorized", "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\n");
    for (std::size_t i = 0; i < whole.size(); ++i) {
      answer_to(notify(), whole.substr(0, i));
      for (char other : {'\0', '"', ',', '\n', '\xff'}) {
        std::string spoiled = whole;
        spoiled[i] = other;
        answer_to(notify(), spoiled);
      }
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SipMessageTest);

}  // namespace spaconf
