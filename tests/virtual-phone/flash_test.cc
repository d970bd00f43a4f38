// Claims about settings: which a phone knows, what they are at first, what stays without power.
#include "flash.h"

#include <cppunit/extensions/HelperMacros.h>
#include <unistd.h>

#include "account.h"

namespace virtual_phone {

class FlashTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FlashTest);
  CPPUNIT_TEST(each_model_knows_its_own_parameters);
  CPPUNIT_TEST(leaves_the_factory_asking_for_its_models_profile);
  CPPUNIT_TEST(stays_in_a_file);
  CPPUNIT_TEST(reads_yes_in_any_case);
  CPPUNIT_TEST(makes_an_account_of_an_extension);
  CPPUNIT_TEST_SUITE_END();

 public:
  void each_model_knows_its_own_parameters() {
    struct Row {
      const char* name;
      bool spa921, spa942, spa962;
    };
    constexpr Row rows[] = {
        {"Line_Enable_1_", true, true, true},
        {"Line_Enable_4_", false, true, true},
        {"Line_Enable_5_", false, false, true},
        {"Line_Enable_7_", false, false, false},
        {"Extension_4_", false, true, true},
        {"LDAP_Dir_Enable", false, true, true},
        {"Daylight_Saving_Time_Enable", false, true, true},
        {"Default_Ring_1_", true, false, false},
        {"Default_Ring__1__", false, true, true},
        {"DHCP", true, false, false},
        {"Connection_Type", false, true, true},
        {"GPP_A", true, true, true},
        {"GPP_SA", false, true, true},
        {"GPP_P", true, true, true},
        {"GPP_Q", false, false, false},
        {"Unit_2_Key_32", false, false, true},
        {"Color_Scheme", false, false, true},
        {"resync_periodic", false, false, false},
        {"DHCP_Option_To_Use", false, false, false},
    };
    const Flash a(*find_model("spa921"), "5.1.8", {}), b(*find_model("spa942"), "6.1.5(a)", {}),
        c(*find_model("spa962"), "6.1.5(a)", {});
    for (const Row& row : rows) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.name, row.spa921, a.knows(row.name));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.name, row.spa942, b.knows(row.name));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.name, row.spa962, c.knows(row.name));
    }
  }

  void leaves_the_factory_asking_for_its_models_profile() {
    const Flash flash(*find_model("spa941"), "5.1.8", {});
    equal("/spa$PSN.cfg", flash["Profile_Rule"]);
    equal("3600", flash["Resync_Error_Retry_Delay"]);
    equal("5061", flash.of("SIP_Port", 2));
    CPPUNIT_ASSERT_EQUAL(0.5, flash.number("SIP_T1", 9));
    CPPUNIT_ASSERT_EQUAL(9.0, flash.number("Primary_DNS", 9));
  }

  void stays_in_a_file() {
    const std::string file = "flash_test." + std::to_string(getpid());
    const Model& model = *find_model("spa942");
    Flash first(model, "6.1.5(a)", file);
    CPPUNIT_ASSERT(first.set("User_ID_1_", "7001"));
    CPPUNIT_ASSERT(!first.set("User_ID_1_", "7001"));
    first.save();
    const Flash second(model, "6.1.5(a)", file);
    std::filesystem::remove(file);
    equal("7001", second["User_ID_1_"]);
    equal("", second["User_ID_2_"]);
  }

  void reads_yes_in_any_case() {
    Flash flash(*find_model("spa942"), "6.1.5(a)", {});
    for (const char* yes : {"Yes", "yes", "YES"}) {
      flash.set("Register_1_", yes);
      CPPUNIT_ASSERT(flash.is_yes("Register", 1));
    }
    flash.set("Register_1_", "No");
    CPPUNIT_ASSERT(!flash.is_yes("Register", 1));
    CPPUNIT_ASSERT(!flash.is_yes("No_Such_Thing"));
  }

  void makes_an_account_of_an_extension() {
    Flash flash(*find_model("spa942"), "6.1.5(a)", {});
    flash.set("User_ID_2_", "7001");
    flash.set("Auth_ID_2_", "secret7001");
    flash.set("Proxy_2_", "sip.example.cz:5070");
    flash.set("Outbound_Proxy_2_", "10.0.0.1");
    equal("7001", Account::of(flash, 2).auth_user);
    equal("sip.example.cz", Account::of(flash, 2).domain);
    equal("sip.example.cz:5070", Account::of(flash, 2).next_hop);
    flash.set("Use_Auth_ID_2_", "Yes");
    flash.set("Use_Outbound_Proxy_2_", "Yes");
    equal("secret7001", Account::of(flash, 2).auth_user);
    equal("10.0.0.1", Account::of(flash, 2).next_hop);
    CPPUNIT_ASSERT_EQUAL(5070, port_of("h:5070", 5060));
    CPPUNIT_ASSERT_EQUAL(5060, port_of("h", 5060));
  }

 private:
  static void equal(const std::string& expected, const std::string& actual) {
    CPPUNIT_ASSERT_EQUAL(expected, actual);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FlashTest);

}  // namespace virtual_phone
