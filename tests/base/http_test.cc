// Tests what lib/base/http.cc does without a server.
#include "base/http.h"

#include "given.h"

namespace spaconf {

class HttpTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HttpTest);
  CPPUNIT_TEST(escapes_a_value_for_a_query);
  CPPUNIT_TEST(speaks_http_only);
  CPPUNIT_TEST_SUITE_END();

  void escapes_a_value_for_a_query() {
    for (auto [text, escaped] : {std::pair{"", ""},
                                 {"aZ09-._~", "aZ09-._~"},
                                 {"a b", "a%20b"},
                                 {"'CF.{x}' = 'y'", "%27CF.%7Bx%7D%27%20%3D%20%27y%27"},
                                 {"a&b=c#d?e/f+g%", "a%26b%3Dc%23d%3Fe%2Ff%2Bg%25"},
                                 {"ř\r\n", "%C5%99%0D%0A"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(escaped), http::Client::escape(text));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("a%00b"), http::Client::escape(std::string("a\0b", 3)));
  }

  void speaks_http_only() {
    http::Client client("desk", "", std::chrono::seconds(1), std::chrono::seconds(1));
    for (const char* url : {"file:///etc/hostname", "ftp://127.0.0.1/", "no url", ""}) {
      http::Request request;
      request.url = url;
      std::string thrown = thrown_by([&] { client.send(request); });
      CPPUNIT_ASSERT_MESSAGE(url + (" gives " + thrown),
                             thrown.starts_with("Unavailable: desk: GET: "));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HttpTest);

}  // namespace spaconf
