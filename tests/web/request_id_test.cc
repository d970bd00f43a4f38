// Tests lib/web/request_id.cc.
#include "web/request_id.h"

#include "fixtures.h"

namespace spaconf::web {

class RequestIdTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RequestIdTest);
  CPPUNIT_TEST(is_that_of_the_web_server);
  CPPUNIT_TEST(is_a_new_one_instead_of_anything_else);
  CPPUNIT_TEST_SUITE_END();

  void is_that_of_the_web_server() {
    for (const std::string& passed : {std::string("0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
                                      std::string("aSnDzMgl@-sPKHsEsBYg3AAAAAM"),
                                      std::string("a_-@Z019"), std::string(64, 'x')}) {
      CPPUNIT_ASSERT_EQUAL(passed, request_id(passed));
    }
  }

  void is_a_new_one_instead_of_anything_else() {
    std::string before;
    for (const std::string& passed :
         {std::string(), std::string("1234567"), std::string(65, 'x'), std::string("12345678 "),
          std::string("12345678\r\nSet-Cookie: a=b"), std::string("12345678\""),
          std::string("<script>"), std::string("12345678\0", 9), std::string("Řehoř678")}) {
      const std::string id = request_id(passed);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(passed, std::size_t(16), id.size());
      CPPUNIT_ASSERT_EQUAL(id.npos, id.find_first_not_of("0123456789abcdef"));
      CPPUNIT_ASSERT(id != before);
      before = id;
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RequestIdTest);

}  // namespace spaconf::web
