// Tests lib/phone/foreign_settings.cc: what a phone keeps of its profile from before spaconf.
#include "phone/foreign_settings.h"

#include "base/text.h"
#include "fixtures.h"

namespace spaconf {

class ForeignSettingsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ForeignSettingsTest);
  CPPUNIT_TEST(decides_for_each_parameter);
  CPPUNIT_TEST(finds_nothing_in_our_own_profile);
  CPPUNIT_TEST(says_why_a_setting_is_unchecked_with_the_line);
  CPPUNIT_TEST(keeps_no_secret);
  CPPUNIT_TEST(gives_back_what_it_kept);
  CPPUNIT_TEST_SUITE_END();

  struct Given {
    Given()
        : conf(config(folder, shipped_configuration(folder))),
          templates(in_tree("templates")),
          profiles(conf.section("phone"), "", templates) {}
    Folder folder;
    Config conf;
    Templates templates;
    Profiles profiles;
  };

  static Phone phone() {
    return {.model = find_model("spa942"),
            .mac = Mac::parse("000e08aabbcc"),
            .hostname = "ui305",
            .name = "Jan",
            .lines = {{1, "1001", "sip.example.org", Secret("Wtx8aPq3zz"), "Jan"}},
            .admin_password = Secret("adm1nistrator"),
            .user_password = Secret("us3rpassword")};
  }

  static ForeignSettings compared(const std::string& elements) {
    static const Given given;
    return compare_foreign_settings(
        read_foreign_profile("<flat-profile>\n" + elements + "</flat-profile>"), phone(),
        given.profiles);
  }

  /// "kept", "unchecked", "replaced", "left out" or "" for one element.
  static std::string fate(const std::string& element) {
    const ForeignSettings found = compared(element);
    if (!found.unchecked.empty()) return found.kept.size() == 1 ? "unchecked" : "?";
    if (!found.kept.empty()) return "kept " + found.kept.front().value;
    if (!found.replaced.empty()) return "replaced";
    return found.left_out.empty() ? "" : "left out";
  }

  void decides_for_each_parameter() {
    struct Row {
      const char *element, *fate;
    } const table[] = {
        // As spaconf would write it, or as a phone has it anyway.
        {"<Enable_Web_Server>No</Enable_Web_Server>", ""},
        {"<Web_Server_Port ua=\"na\"> 80 </Web_Server_Port>", ""},
        {"<User_ID_1_>1001</User_ID_1_>", ""},
        {"<Password_1_>Wtx8aPq3zz</Password_1_>", ""},
        {"<Speed_Dial_2></Speed_Dial_2>", ""},
        {"<Unknown_And_Empty></Unknown_And_Empty>", ""},
        {"<Product_Name>SPA-942</Product_Name>", ""},
        {"<Enable_VLAN/><User_ID_1_>1001</User_ID_1_>", ""},
        // The phone's own settings.
        {"<Enable_Web_Server>Yes</Enable_Web_Server>", "kept Yes"},
        {"<Dial_Plan_1_>(xx.)</Dial_Plan_1_>", "kept (xx.)"},
        {"<Speed_Dial_2>1002</Speed_Dial_2>", "kept 1002"},
        {"<Primary_NTP_Server></Primary_NTP_Server>", "kept "},
        {"<Enable_VLAN>Yes</Enable_VLAN>", "kept Yes"},
        {"<Upgrade_Rule>http://192.0.2.1/a.bin</Upgrade_Rule>", "kept http://192.0.2.1/a.bin"},
        {"<Text_Logo>\xC5\x98\xC3\xADp</Text_Logo>", "kept Rip"},
        // What the parameter table does not know, or not so, or not of this model.
        {"<Old_Name>1</Old_Name>", "unchecked"},
        {"<Enable_Web_Server>1</Enable_Web_Server>", "unchecked"},
        {"<Color_Scheme>Pink</Color_Scheme>", "unchecked"},
        // spaconf leads the phone, and derives these from the row.
        {"<Profile_Rule>/spa$MA.cfg</Profile_Rule>", "replaced"},
        {"<Resync_Periodic>5</Resync_Periodic>", "replaced"},
        {"<Provision_Enable>No</Provision_Enable>", "replaced"},
        {"<Station_Name>Reception</Station_Name>", "replaced"},
        {"<Extension_2_>1</Extension_2_>", "replaced"},
        {"<User_ID_2_>1002</User_ID_2_>", "replaced"},
        {"<Auth_ID_1_>1001</Auth_ID_1_>", "replaced"},
        {"<Admin_Passwd>geheim1</Admin_Passwd>", "replaced"},
        {"<\xC5\x99>1</\xC5\x99>", "left out"},
    };
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.element, std::string(row.fate), fate(row.element));
    }
  }

  void finds_nothing_in_our_own_profile() {
    const Given given;
    const ForeignSettings found = compare_foreign_settings(
        read_foreign_profile(given.profiles.write(phone())), phone(), given.profiles);
    CPPUNIT_ASSERT(found.kept.empty() && found.replaced.empty() && found.left_out.empty());
  }

  void says_why_a_setting_is_unchecked_with_the_line() {
    const ForeignSettings found = compared(
        "<Dial_Plan_1_>(xx.)</Dial_Plan_1_>\n<Tiem_Zone>GMT</Tiem_Zone>\n"
        "<Enable_VLAN>1</Enable_VLAN>\n<Color_Scheme>Pink</Color_Scheme>\n");
    CPPUNIT_ASSERT_EQUAL(std::size_t(4), found.kept.size());
    CPPUNIT_ASSERT(!found.kept[0].is_unchecked && found.kept[1].is_unchecked);
    CPPUNIT_ASSERT_EQUAL(std::size_t(3), found.unchecked.size());
    CPPUNIT_ASSERT_EQUAL(3U, found.unchecked[0].line);
    assert_has(found.unchecked[0].sentence,
               "Tiem_Zone is not a parameter; the nearest is Time_Zone");
    assert_has(found.unchecked[1].sentence, "Enable_VLAN is Yes or No");
    assert_has(found.unchecked[2].sentence, "Color_Scheme is not known for a Linksys SPA942");
  }

  void keeps_no_secret() {
    for (const char* element :
         {"<LDAP_Password>hunter22</LDAP_Password>", "<GPP_SA>hunter22</GPP_SA>",
          "<Web_Login_Password>hunter22</Web_Login_Password>", "<My_Secret>hunter22</My_Secret>",
          "<GPP_B>auth=Wtx8aPq3zz</GPP_B>",
          "<GPP_B>W\u00aftx8aPq3zz</GPP_B>" /* a macron is not ASCII */,
          "<Unknown>1001:Wtx8aPq3zz</Unknown>", "<GPP_B>http://admin:adm1nistrator@ui305/</GPP_B>",
          "<GPP_B>us3rpassword</GPP_B>"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(element, std::string("left out"), fate(element));
      assert_has(compared(element).left_out.at(0).sentence, " is a secret");
      CPPUNIT_ASSERT(compared(element).left_out[0].sentence.find("hunter") == std::string::npos);
    }
  }

  void gives_back_what_it_kept() {
    const Given given;
    Phone adopted = phone();
    adopted.settings = compared("<Dial_Plan_1_>(xx.)</Dial_Plan_1_><Old>a &lt; b</Old>").kept;
    const ForeignProfile written = read_foreign_profile(given.profiles.write(adopted));
    CPPUNIT_ASSERT_EQUAL(std::string("(xx.)"), written.value("Dial_Plan_1_"));
    CPPUNIT_ASSERT_EQUAL(std::string("a < b"), written.value("Old"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ForeignSettingsTest);

}  // namespace spaconf
