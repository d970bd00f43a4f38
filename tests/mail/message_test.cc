// Tests lib/mail/message.cc: headers that any mail program reads and nothing can be added to.
#include "mail/message.h"

#include "base/text.h"
#include "fixtures.h"

namespace spaconf {

class MessageTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MessageTest);
  CPPUNIT_TEST(leaves_plain_headers_as_they_are);
  CPPUNIT_TEST(encodes_other_headers_in_words_of_whole_characters);
  CPPUNIT_TEST(lets_no_text_add_a_header);
  CPPUNIT_TEST(refuses_addresses_that_could);
  CPPUNIT_TEST(is_a_whole_mail);
  CPPUNIT_TEST_SUITE_END();

  static Message message() {
    return {.id = "k3v9tq7x2m.1@example.org",
            .from = "spaconf@example.org",
            .to = "novak@example.org",
            .subject = "Ready",
            .text = "Jiří,\nready.\n",
            .date = std::chrono::system_clock::time_point(std::chrono::seconds(951786245))};
  }

  void leaves_plain_headers_as_they_are() {
    CPPUNIT_ASSERT_EQUAL(std::string("Your telephone is registered"),
                         encoded_header(" Your telephone is registered\n"));
    CPPUNIT_ASSERT_EQUAL(std::string(), encoded_header(""));
  }

  void encodes_other_headers_in_words_of_whole_characters() {
    CPPUNIT_ASSERT_EQUAL(std::string("=?UTF-8?B?xZhlaG/FmQ==?="), encoded_header("Řehoř"));
    CPPUNIT_ASSERT_EQUAL(std::string("=?UTF-8?B?PT94Pz0=?="), encoded_header("=?x?="));
    std::string text;
    for (int i = 0; i < 40; ++i) text += "ř";
    const std::string encoded = encoded_header(text);
    for (const std::string& line : split(encoded, '\n')) {
      CPPUNIT_ASSERT(trim(line).size() <= 75);
      // 45 bytes would end within a character.
      CPPUNIT_ASSERT(trim(line).starts_with("=?UTF-8?B?") && trim(line).ends_with("?="));
    }
    assert_has(encoded, "?=\r\n =?UTF-8?B?");
    CPPUNIT_ASSERT_EQUAL(
        std::string("=?UTF-8?B?xZnFmcWZxZnFmcWZxZnFmcWZxZnFmcWZxZnFmcWZxZnFmcWZxZnFmcWZxZk=?="),
        std::string(trim(split(encoded, '\n').front())));
  }

  void lets_no_text_add_a_header() {
    for (const char* text :
         {"a\r\nBcc: x@example.org", "a\nBcc: x", "a\rBcc: x", "ř\r\n\r\nbody"}) {
      Message hostile = message();
      hostile.subject = text;
      const std::string head = internet_message(hostile).substr(0, 400);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, head.npos, head.find("\nBcc:"));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, head.npos, head.find("\rBcc:"));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("a  Bcc: x"), encoded_header("a\r\nBcc: x"));
  }

  void refuses_addresses_that_could() {
    for (const char* address :
         {"", "a@b\r\nBcc: c@d", "a@b>\n", "a b@c", "<a@b>", "jiří@example.org"}) {
      Message from = message(), to = message(), id = message();
      from.from = to.to = id.id = address;
      for (const Message& each : {from, to, id}) {
        CPPUNIT_ASSERT_THROW_MESSAGE(address, internet_message(each), std::invalid_argument);
      }
    }
  }

  void is_a_whole_mail() {
    CPPUNIT_ASSERT_EQUAL(std::string("Date: Tue, 29 Feb 2000 01:04:05 +0000\r\n"
                                     "From: <spaconf@example.org>\r\n"
                                     "To: <novak@example.org>\r\n"
                                     "Subject: Ready\r\n"
                                     "Message-ID: <k3v9tq7x2m.1@example.org>\r\n"
                                     "Auto-Submitted: auto-generated\r\n"
                                     "MIME-Version: 1.0\r\n"
                                     "Content-Type: text/plain; charset=utf-8\r\n"
                                     "Content-Transfer-Encoding: base64\r\n\r\n"
                                     "SmnFmcOtLA0KcmVhZHkuDQo=\r\n"),
                         internet_message(message()));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MessageTest);

}  // namespace spaconf
