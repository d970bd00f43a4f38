// Tests lib/webhook/signature.cc.
#include "webhook/signature.h"

#include "base/crypto.h"
#include "fixtures.h"

namespace spaconf {

class SignatureTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SignatureTest);
  CPPUNIT_TEST(signs_as_the_specification_has_it);
  CPPUNIT_TEST(signs_with_each_key);
  CPPUNIT_TEST(reads_keys_of_24_to_64_bytes);
  CPPUNIT_TEST(refuses_other_texts);
  CPPUNIT_TEST_SUITE_END();

  static Secret key(const char* base64) {
    return webhook_key(Secret("whsec_" + std::string(base64))).value();
  }

  // Sources: the first is the example in the tests of the specification's own libraries, the others
  // were computed with Python's hmac.
  void signs_as_the_specification_has_it() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
        webhook_signature({"msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"},
                          {key("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")}));
  }

  void signs_with_each_key() {
    CPPUNIT_ASSERT_EQUAL(std::string("v1,AfGC4RSJxKoBwL0MwDXeJ4dbkbYk+NWpgNCK/RHv+Fk="
                                     " v1,Fn/JloA23vda3UUs7Kwch4MGg0dwne5BFrPSd/fImnU="),
                         webhook_signature({"msg_1", 1700000000,
                                            "{\"type\":\"phone.registered\",\"data\":{\"login\":"
                                            "\"Řehoř\"}}"},
                                           {key("MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1u"),
                                            key("yMnKy8zNzs/Q0dLT1NXW19jZ2tvc3d7f4OHi4+Tl5uc=")}));
  }

  void reads_keys_of_24_to_64_bytes() {
    for (const std::size_t size : {24, 25, 26, 32, 63, 64}) {
      const std::string bytes(size, '\0');
      CPPUNIT_ASSERT_EQUAL(bytes, key(base64(bytes).c_str()).reveal());
    }
  }

  void refuses_other_texts() {
    for (const std::string& text :
         {std::string(), std::string("whsec_"), base64(std::string(32, 'k')),
          "whsec_" + base64(std::string(23, 'k')), "whsec_" + base64(std::string(65, 'k')),
          "whsec_" + base64(std::string(32, 'k')) + "=", "whsec_" + std::string(44, '*'),
          "WHSEC_" + base64(std::string(32, 'k'))}) {
      CPPUNIT_ASSERT_MESSAGE(text, !webhook_key(Secret(text)));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SignatureTest);

}  // namespace spaconf
