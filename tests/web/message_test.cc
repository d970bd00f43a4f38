// Tests lib/web/message.cc.
#include "web/message.h"

#include "fixtures.h"

namespace spaconf::web {

class MessageTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MessageTest);
  CPPUNIT_TEST(is_status_headers_empty_line_body);
  CPPUNIT_TEST(lets_nothing_in_from_elsewhere);
  CPPUNIT_TEST(cannot_be_split);
  CPPUNIT_TEST_SUITE_END();

  void is_status_headers_empty_line_body() {
    for (auto [status, line] : {std::pair{200, "200 OK"},
                                {201, "201 Created"},
                                {202, "202 Accepted"},
                                {303, "303 See Other"},
                                {400, "400 Bad Request"},
                                {401, "401 Unauthorized"},
                                {403, "403 Forbidden"},
                                {404, "404 Not Found"},
                                {405, "405 Method Not Allowed"},
                                {409, "409 Conflict"},
                                {412, "412 Precondition Failed"},
                                {413, "413 Content Too Large"},
                                {415, "415 Unsupported Media Type"},
                                {422, "422 Unprocessable Content"},
                                {428, "428 Precondition Required"},
                                {429, "429 Too Many Requests"},
                                {500, "500 Internal Server Error"},
                                {503, "503 Service Unavailable"}}) {
      Response response;
      response.status = status;
      response.body = "body\r\n\r\n";
      response.headers = {{"Allow", "GET"}};
      std::string text = serialize(response);
      CPPUNIT_ASSERT(
          text.starts_with(std::string("Status: ") + line + "\r\nContent-Type: text/html"));
      CPPUNIT_ASSERT(text.ends_with("\r\nAllow: GET\r\n\r\nbody\r\n\r\n"));
    }
    std::string text = serialize(see_other("/spaconf/phones/x"));
    assert_has(text, "Status: 303 See Other\r\n");
    CPPUNIT_ASSERT(text.ends_with("\r\nLocation: /spaconf/phones/x\r\n\r\n"));
    CPPUNIT_ASSERT_EQUAL(text.npos, text.find("\r\nContent-Type"));
  }

  void lets_nothing_in_from_elsewhere() {
    std::string text = serialize({});
    for (const char* part : {"default-src 'none'", "frame-ancestors 'none'", "form-action 'self'",
                             "X-Content-Type-Options: nosniff", "Cache-Control: no-store"}) {
      assert_has(text, part);
    }
    CPPUNIT_ASSERT_EQUAL(text.npos, text.find("unsafe-"));
  }

  void cannot_be_split() {
    for (const std::string& value : {std::string("a\r\nSet-Cookie: x"), std::string("a\n"),
                                     std::string("\r"), std::string("a\0b", 3)}) {
      CPPUNIT_ASSERT(!thrown_by([&] { serialize(see_other(value)); }).empty());
      Response response;
      response.type = value;
      CPPUNIT_ASSERT(!thrown_by([&] { serialize(response); }).empty());
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MessageTest);

}  // namespace spaconf::web
