// Tests lib/web/origin.cc.
#include "web/origin.h"

#include "fixtures.h"

namespace spaconf::web {

class OriginTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(OriginTest);
  CPPUNIT_TEST(gives_every_origin_one_spelling);
  CPPUNIT_TEST(refuses_what_is_not_an_origin);
  CPPUNIT_TEST_SUITE_END();

  void gives_every_origin_one_spelling() {
    for (auto [text, origin] : {std::pair{"https://voip.example.org", "https://voip.example.org"},
                                {"https://voip.example.org/", "https://voip.example.org"},
                                {"https://voip.example.org:443", "https://voip.example.org"},
                                {"http://voip.example.org:80/", "http://voip.example.org"},
                                {"http://voip.example.org:443", "http://voip.example.org:443"},
                                {"HTTPS://VoIP.Example.ORG:8443", "https://voip.example.org:8443"},
                                {"https://[::1]", "https://[::1]"},
                                {"https://[FE80::1]:443", "https://[fe80::1]"},
                                {"https://[::1]:8443", "https://[::1]:8443"},
                                {"http://127.0.0.1:8080", "http://127.0.0.1:8080"}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string(origin),
                                   normalized_origin(text).value_or("none"));
    }
  }

  void refuses_what_is_not_an_origin() {
    for (const char* text : {"",
                             "*",
                             "null",
                             "/",
                             "voip.example.org",
                             "https://",
                             "https:///",
                             "ftp://a",
                             "https://a/spaconf",
                             "https://a//",
                             "https://a?b",
                             "https://a#b",
                             "https://user@a",
                             "https://a:",
                             "https://a:0",
                             "https://a:65536",
                             "https://a:8o",
                             "https://a:443:443",
                             "https://[]",
                             "https://[::1",
                             "https://::1",
                             "https://*.example.org",
                             "https://a b"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !normalized_origin(text));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OriginTest);

}  // namespace spaconf::web
