// Tests lib/api/body.cc.
#include "api/body.h"

#include "api/problem.h"
#include "fixtures.h"

namespace spaconf::api {

class BodyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(BodyTest);
  CPPUNIT_TEST(is_json_or_a_form);
  CPPUNIT_TEST(has_no_other_type);
  CPPUNIT_TEST(has_no_key_and_token_of_a_page);
  CPPUNIT_TEST_SUITE_END();

  static web::Request sent(const std::string& type, const std::string& body) {
    web::Request request;
    request.method = "POST";
    request.content_type = type;
    request.body = body;
    return request;
  }

  void is_json_or_a_form() {
    const char* json = R"({"lines": [{"user": "1001"}], "permissions": ["a", "b"]})";
    const char* form = "line1_user=1001&permission=a&permission=b";
    for (const auto& [type, body] : {std::pair{"application/json", json},
                                     {"Application/JSON; charset=UTF-8", json},
                                     {"application/json ;charset=\"utf-8\"", json},
                                     {"application/x-www-form-urlencoded", form},
                                     {"application/x-www-form-urlencoded; charset=utf-8", form}}) {
      const Fields fields = sent_fields(sent(type, body));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(type, std::string("1001"), fields.text("line1_user"));
      CPPUNIT_ASSERT_EQUAL(std::size_t(2), fields.texts("permission").size());
    }
  }

  void has_no_other_type() {
    for (const char* type :
         {"", "text/plain", "text/json", "application/json-patch+json", "multipart/form-data",
          "application/jsonx", "application/json; charset=latin1"}) {
      try {
        sent_fields(sent(type, "{}"));
        CPPUNIT_FAIL(type);
      } catch (const Refusal& refusal) {
        CPPUNIT_ASSERT_EQUAL(415, refusal.status());
      }
    }
  }

  void has_no_key_and_token_of_a_page() {
    for (const char* body : {"login=a&key=b", "login=a&csrf=b"}) {
      CPPUNIT_ASSERT_THROW(sent_fields(sent("application/x-www-form-urlencoded", body)),
                           InvalidBody);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BodyTest);

}  // namespace spaconf::api
