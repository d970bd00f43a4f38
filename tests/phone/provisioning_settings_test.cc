// Tests lib/phone/provisioning_settings.cc.
#include "phone/provisioning_settings.h"

#include "fixtures.h"
#include "phone/parameter_table.h"

namespace spaconf {

class ProvisioningSettingsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ProvisioningSettingsTest);
  CPPUNIT_TEST(knows_what_leads_a_phone_away);
  CPPUNIT_TEST(knows_only_parameters_that_there_are);
  CPPUNIT_TEST_SUITE_END();

  void knows_what_leads_a_phone_away() {
    constexpr std::string_view plain =
        "<Profile_Rule>tftp://192.0.2.1/spa$MA.cfg</Profile_Rule>\n<GPP_A>$A</GPP_A>\n";
    constexpr std::string_view with_letters =
        "<Profile_Rule ua=\"na\">tftp://$A/spa.cfg</Profile_Rule>\n"
        "<Upgrade_Rule>http://$(B)/x</Upgrade_Rule>\n"
        "<Profile_Rule_B>[--key $SA --alias d] http://$(E:0:4)/$PN$MAC$HI</Profile_Rule_B>\n"
        "<Report_Rule>[--post \"F\"] http://x/$</Report_Rule>\n"
        "<Resync_Trigger_1>$G=1</Resync_Trigger_1>\n";
    struct Row {
      std::string_view name, profile;
      bool leads_away;
    };
    constexpr Row table[] = {
        {"Profile_Rule", plain, true},    {"Profile_Rule_B", plain, true},
        {"Profile_Rule_D", plain, true},  {"Upgrade_Rule", plain, true},
        {"Upgrade_Enable", plain, true},  {"Provision_Enable", plain, true},
        {"Resync_Periodic", plain, true}, {"Resync_From_SIP", plain, true},
        {"Report_Rule", plain, true},     {"Primary_DNS", plain, true},
        {"Dial_Plan_1_", plain, false},   {"Ring1", plain, false},
        {"GPP_A", plain, false},          {"GPP_M", plain, false},
        {"GPP_A", with_letters, true},    {"GPP_B", with_letters, true},
        {"GPP_C", with_letters, false},   {"Log_Resync_Request_Msg", plain, false},
        {"GPP_D", with_letters, true},    {"GPP_E", with_letters, true},
        {"GPP_F", with_letters, true},    {"GPP_G", with_letters, true},
        {"GPP_H", with_letters, false},   {"GPP_I", with_letters, false},
        {"GPP_M", with_letters, false},   {"GPP_P", with_letters, false},
        {"GPP_SA", with_letters, true},   {"GPP_SB", with_letters, false},
        {"GPP_SA", plain, false},         {"GPP_", with_letters, false},
        {"Auth_INVITE_1_", plain, false}, {"Auth_Resync-Reboot_1_", plain, true},
        {"Dial_Plan_6_", plain, false},   {"Auth_Resync-Reboot_6_", plain, true},
    };
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(row.name), row.leads_away,
                                   !provisioning_effect(row.name, row.profile).empty());
    }
  }

  /// A name that is misspelt here would be let through there.
  void knows_only_parameters_that_there_are() {
    const ParameterTable parameter_table(in_tree("templates/phones/parameters.tsv"));
    for (const Parameter& parameter : parameter_table.parameters()) {
      const bool is_of_the_page =
          parameter.tab == "Provisioning" && parameter.section != "General Purpose Parameters" &&
          !parameter.pattern.starts_with("Log_") && !parameter.type.is_secret();
      const bool is_harmless = parameter.pattern == "User_Configurable_Resync" ||
                               parameter.pattern == "Upgrade_Error_Retry_Delay";
      if (!is_of_the_page || is_harmless) continue;
      CPPUNIT_ASSERT_MESSAGE(parameter.pattern,
                             !provisioning_effect(parameter.pattern, "").empty());
    }
    for (const char* name :
         {"Restricted_Access_Domains", "Connection_Type", "DHCP", "Static_IP", "NetMask", "Gateway",
          "Primary_DNS", "Secondary_DNS", "DNS_Server_Order", "Enable_VLAN", "VLAN_ID"}) {
      CPPUNIT_ASSERT_MESSAGE(name, parameter_table.find(name));
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ProvisioningSettingsTest);

}  // namespace spaconf
