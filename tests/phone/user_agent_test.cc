// Tests lib/phone/user_agent.cc.
#include "phone/user_agent.h"

#include "fixtures.h"

namespace spaconf {

class UserAgentTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(UserAgentTest);
  CPPUNIT_TEST(tells_model_and_firmware);
  CPPUNIT_TEST(says_nothing_of_other_products);
  CPPUNIT_TEST_SUITE_END();

  void tells_model_and_firmware() {
    for (auto [text, model, firmware] :
         {std::tuple{"Linksys/SPA942-6.1.5(a)", "spa942", "6.1.5(a)"},
          {"Linksys/SPA921-5.1.8", "spa921", "5.1.8"},
          {"Linksys/SPA962-6.1.5(a)-000e08112233", "spa962", "6.1.5(a)-000e08112233"}}) {
      const auto found = parse_user_agent(text);
      CPPUNIT_ASSERT_MESSAGE(text, found);
      CPPUNIT_ASSERT_EQUAL(std::string_view(model), found->model->name);
      CPPUNIT_ASSERT_EQUAL(std::string(firmware), found->firmware);
    }
  }

  void says_nothing_of_other_products() {
    for (const char* text :
         {"", "Linksys/", "Linksys/SPA942", "Linksys/-6.1.5", "Linksys/software-1",
          "Linksys/PAP2T-5.1.6(LS)", "Cisco/SPA504G-7.4.9c", "baresip v1.0.0", "SPA942-6.1.5(a)"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !parse_user_agent(text));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(UserAgentTest);

}  // namespace spaconf
