// Tests lib/phone/settings.cc and model_template.cc: template, site, model, one phone.
#include "phone/settings.h"

#include <map>

#include "base/file.h"
#include "fixtures.h"
#include "phone/flat_profile.h"
#include "phone/model_template.h"
#include "phone/profile.h"

namespace spaconf {

class LayersTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LayersTest);
  CPPUNIT_TEST(makes_one_text_of_each_model);
  CPPUNIT_TEST(drops_a_paragraph_with_its_last_element);
  CPPUNIT_TEST(refuses_a_template_with_the_line);
  CPPUNIT_TEST(takes_the_place_of_the_templates_or_is_added);
  CPPUNIT_TEST(lets_the_model_have_the_last_word);
  CPPUNIT_TEST(refuses_a_setting_with_the_line);
  CPPUNIT_TEST(warns_of_what_the_model_lacks);
  CPPUNIT_TEST(gives_a_phone_settings_of_its_own);
  CPPUNIT_TEST(writes_what_was_adopted_unchecked_as_it_was);
  CPPUNIT_TEST(keeps_secrets_and_accounts_out_of_a_phones_own_settings);
  CPPUNIT_TEST(joins_servers_by_a_rule_that_asks_all_of_them);
  CPPUNIT_TEST(sees_a_value_that_no_phone_could_read);
  CPPUNIT_TEST_SUITE_END();

  static const ParameterTable& parameter_table() {
    static const ParameterTable shipped(in_tree("templates/phones/parameters.tsv"));
    return shipped;
  }

  static ModelTemplate model_template(const std::string& text, std::string_view model = "spa942") {
    return ModelTemplate("t.tpl", "{{%AUTOESCAPE context=\"XML\"}}" + text, *find_model(model),
                         parameter_table(), {{"RULE", "a & b"}});
  }

  static std::string in_root(const std::string& text) {
    return "<flat-profile>\n" + text + "</flat-profile>\n";
  }

  /// The text without what tells ctemplate how to escape.
  static std::string text(const ModelTemplate& model_template) {
    return model_template.text().substr(29);
  }

  void makes_one_text_of_each_model() {
    const std::string lines =
        "{{#LINE}}\n<Line_Enable_{{N}}_>{{IN_USE}}</Line_Enable_{{N}}_>\n{{/LINE}}\n"
        "{{#KEY}}\n<Short_Name_{{N}}_>x</Short_Name_{{N}}_>\n{{/KEY}}\n";
    for (auto [model, before, after] :
         {std::tuple{"spa921", lines.c_str(), "<Line_Enable_1_>{{IN_USE_1}}</Line_Enable_1_>\n"},
          {"spa941",
           "<Log_Missed_Calls_for_EXT_{n}>Yes</Log_Missed_Calls_for_EXT_{n}>\n"
           "<Default_Ring_2_>1</Default_Ring_2_>\n",
           "<Default_Ring_2_>1</Default_Ring_2_>\n"},
          {"spa922", "<SIP_Port_1_>1</SIP_Port_1_>\n<SIP_Port_2_>2</SIP_Port_2_>\n",
           "<SIP_Port_1_>1</SIP_Port_1_>\n"},
          {"spa962", "<RSS_Feed_URL_{1-5} ua=\"na\"></RSS_Feed_URL_{1-5}>\n",
           "<RSS_Feed_URL_1 ua=\"na\"></RSS_Feed_URL_1>\n<RSS_Feed_URL_2 "
           "ua=\"na\"></RSS_Feed_URL_2>\n"
           "<RSS_Feed_URL_3 ua=\"na\"></RSS_Feed_URL_3>\n<RSS_Feed_URL_4 "
           "ua=\"na\"></RSS_Feed_URL_4>\n"
           "<RSS_Feed_URL_5 ua=\"na\"></RSS_Feed_URL_5>\n"},
          {"spa942", "<Profile_Rule>{{RULE}}</Profile_Rule>\n",
           "<Profile_Rule>a &amp; b</Profile_Rule>\n"},
          {"spa942", "<HostName>{{HOSTNAME}}</HostName>\n",
           "<HostName>{{HOSTNAME}}</HostName>\n"}}) {
      CPPUNIT_ASSERT_EQUAL(in_root(after), text(model_template(in_root(before), model)));
    }
    ModelTemplate made = model_template(in_root(lines), "spa942");
    CPPUNIT_ASSERT_EQUAL(std::size_t(4), made.placeholders().size());
    CPPUNIT_ASSERT_EQUAL(std::string("Line_Enable_3_"), made.placeholders()[2].element);
    CPPUNIT_ASSERT_EQUAL(std::string("IN_USE"), made.placeholders()[2].variable);
    CPPUNIT_ASSERT_EQUAL(3, made.placeholders()[2].position);
  }

  void drops_a_paragraph_with_its_last_element() {
    const std::string two = in_root(
        "<!-- what\nit is -->\n\n<!-- a -->\n<Color_Scheme>Pink</Color_Scheme>\n\n"
        "<!-- b -->\n<Time_Zone>GMT</Time_Zone>\n");
    CPPUNIT_ASSERT_EQUAL(
        in_root("<!-- what\nit is -->\n\n<!-- b -->\n<Time_Zone>GMT</Time_Zone>\n"),
        text(model_template(two, "spa942")));
    CPPUNIT_ASSERT_EQUAL(two, text(model_template(two, "spa962")));
  }

  void refuses_a_template_with_the_line() {
    for (auto [bad, thrown] :
         {std::pair{"<Tiem_Zone>GMT</Tiem_Zone>\n",
                    "t.tpl:2: Tiem_Zone is not a parameter; the nearest is Time_Zone"},
          {"\n<Time_Zone>GMT\n</Time_Zone>\n", "t.tpl:3: expected one element in one line"},
          {"<Time_Zone/>\n", "t.tpl:2: expected one element"},
          {"<Time_Zone>GMT</Time_zone>\n", "t.tpl:2: expected one element"},
          {"Time_Zone\n", "t.tpl:2: expected one element"},
          {"<Time_Zone>GMT{{X}}</Time_Zone>\n",
           "t.tpl:2: an element must contain a value or a placeholder"},
          {"<Time_Zone>GMT</Time_Zone>\n<Time_Zone>GMT</Time_Zone>\n",
           "t.tpl:3: Time_Zone is set twice"},
          {"{{#LINE}}\n", "LINE or KEY is not closed"}}) {
      assert_has(thrown_by([&] { model_template(in_root(bad)); }), thrown);
    }
    assert_has(thrown_by([&] { model_template("<Time_Zone>GMT</Time_Zone>\n"); }),
               "t.tpl:1: must begin and end with flat-profile");
  }

  /// The template for an SPA942 with settings, which begin in line 3.
  static std::string laid_over(const Folder& folder, const std::string& template_text,
                               const std::string& settings, std::vector<std::string>* warned = {}) {
    Config conf = config(folder, "[phone]\n[phone.settings]\n" + settings);
    ModelTemplate made = model_template(in_root(template_text));
    std::vector<std::string> warnings;
    lay_over(made, conf.section("phone").section("settings"), *find_model("spa942"),
             parameter_table(), warned ? *warned : warnings);
    return text(made);
  }

  void takes_the_place_of_the_templates_or_is_added() {
    struct Row {
      const char *before, *settings, *after;
    } const table[] = {
        {"<GPP_A>1</GPP_A>\n", "GPP_A = \"2\"", "<GPP_A>2</GPP_A>\n"},
        {"<GPP_A ua=\"na\">1</GPP_A>\n", "GPP_A = \"2\"", "<GPP_A ua=\"na\">2</GPP_A>\n"},
        {"<GPP_A>1</GPP_A>\n", "GPP_A = \"\"", "<GPP_A></GPP_A>\n"},
        {"", "GPP_A = \"a & <b> ]]>\"", "<GPP_A>a &amp; &lt;b&gt; ]]&gt;</GPP_A>\n"},
        {"<GPP_B>1</GPP_B>\n", "Speed_Dial_2 = \"1001\"\nGPP_B = \"2\"",
         "<GPP_B>2</GPP_B>\n<Speed_Dial_2>1001</Speed_Dial_2>\n"},
        {"", "\"Auth_Resync-Reboot_1_\" = \"No\"",
         "<Auth_Resync-Reboot_1_>No</Auth_Resync-Reboot_1_>\n"},
        {"{{#LINE}}\n<Mailbox_ID_{{N}}_>1</Mailbox_ID_{{N}}_>\n{{/LINE}}\n",
         "\"Mailbox_ID_{n}_\" = \"2\"\nMailbox_ID_3_ = \"3\"",
         "<Mailbox_ID_1_>2</Mailbox_ID_1_>\n<Mailbox_ID_2_>2</Mailbox_ID_2_>\n"
         "<Mailbox_ID_3_>3</Mailbox_ID_3_>\n<Mailbox_ID_4_>2</Mailbox_ID_4_>\n"},
        {"", "Color_Scheme = \"Pink\"", ""},  // a 962 has it
        {"<GPP_A>1</GPP_A>\n", "", "<GPP_A>1</GPP_A>\n"}};
    for (const Row& row : table) {
      Folder folder;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.settings, in_root(row.after),
                                   laid_over(folder, row.before, row.settings));
    }
  }

  void lets_the_model_have_the_last_word() {
    Folder folder;
    CPPUNIT_ASSERT_EQUAL(in_root("<GPP_A>2</GPP_A>\n<GPP_B>1</GPP_B>\n"),
                         laid_over(folder, "<GPP_A>0</GPP_A>\n",
                                   "GPP_A = \"1\"\nGPP_B = \"1\"\n[phone.settings.spa942]\n"
                                   "GPP_A = \"2\"\n[phone.settings.spa962]\nGPP_A = \"3\"\n"));
  }

  void refuses_a_setting_with_the_line() {
    struct Row {
      const char *settings, *thrown;
    } const table[] = {
        {"GPP_A = \"1\"\nTiem_Zone = \"GMT\"",
         "spaconf.conf:4: Tiem_Zone is not a parameter; the nearest is Time_Zone"},
        {"\"RTP_COS_Value_{n}_\" = \"1\"",
         "spaconf.conf:3: RTP_COS_Value_{n}_ is not a parameter; the nearest is "
         "RTP_CoS_Value_{n}_"},
        {"[phone.settings.spa962]\n[phone.settings.spa942]\n\"a b\" = \"1\"",
         "spaconf.conf:5: a b is not a parameter"},
        {"\"\" = \"1\"", "spaconf.conf:3:  is not a parameter"},
        {"HostName = \"a\"", "spaconf.conf:3: HostName is different for each phone"},
        {"\"User_ID_{n}_\" = \"a\"", "spaconf.conf:3: User_ID_{n}_ is different for each phone"},
        {"User_ID_1_ = \"a\"", "spaconf.conf:3: User_ID_1_ is different for each phone"},
        {"[phone.settings.spa942]\nUser_ID_4_ = \"a\"",
         "spaconf.conf:4: User_ID_4_ is different for each phone"},
        {"Enable_Web_Server = \"yes\"", "spaconf.conf:3: Enable_Web_Server is Yes or No"},
        {"Time_Zone = \"Europe/Prague\"", "spaconf.conf:3: Time_Zone is one of GMT-12:00 | "},
        {"Web_Server_Port = \"http\"", "spaconf.conf:3: Web_Server_Port is a number"},
        {"Web_Server_Port = \"\"", "spaconf.conf:3: Web_Server_Port must not be empty"},
        {"Web_Server_Port = 80", "spaconf.conf:3: Web_Server_Port must be a string"},
        {"Current_IP = \"192.0.2.1\"", "spaconf.conf:3: Current_IP is reported by the phone"},
        {"GPP_A = \"{{PASSWORD}}\"", "spaconf.conf:3: GPP_A contains {{"},
        {"GPP_A = \"\xc5\x99\"", "spaconf.conf:3: GPP_A has characters that phones do not accept"},
        {"GPP_A = \"a\\nb\"", "spaconf.conf:3: GPP_A has characters that phones do not accept"},
        {"GPP_A = \" a\"", "spaconf.conf:3: GPP_A has characters that phones do not accept"}};
    for (const Row& row : table) {
      Folder folder;
      std::string thrown = thrown_by(
          [&] {
            laid_over(folder,
                      "<HostName>{{HOSTNAME}}</HostName>\n{{#LINE}}\n"
                      "<User_ID_{{N}}_>{{USER}}</User_ID_{{N}}_>\n{{/LINE}}\n",
                      row.settings);
          },
          &folder);
      CPPUNIT_ASSERT_MESSAGE(std::string(row.settings) + " gives " + thrown,
                             thrown.starts_with(std::string("Misconfigured: ") + row.thrown));
    }
  }

  void warns_of_what_the_model_lacks() {
    Folder folder;
    std::vector<std::string> warnings;
    laid_over(folder, "",
              "Color_Scheme = \"Pink\"\n[phone.settings.spa942]\nGPP_A = \"1\"\n"
              "Color_Scheme = \"Pink\"\nUser_ID_6_ = \"a\"\n",
              &warnings);
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), warnings.size());
    assert_has(warnings[0], "spaconf.conf:6: a Linksys SPA942 has no Color_Scheme");
    assert_has(warnings[1], "spaconf.conf:7: a Linksys SPA942 has no User_ID_6_");
  }

  struct Given {
    explicit Given(const std::string& servers = "\"tftp://192.0.2.1\"")
        : conf(config(folder, shipped_configuration(folder, {{"server = ", servers}}))),
          templates(in_tree("templates")),
          profiles(conf.section("phone"), "", templates) {}
    Folder folder;
    Config conf;
    Templates templates;
    Profiles profiles;
  };

  static Phone phone(std::vector<Setting> settings) {
    return {.model = find_model("spa942"),
            .mac = {},
            .hostname = "ui305",
            .name = "Jan",
            .lines = {{1, "1001", "sip.example.org", Secret("secret"), "Jan"}},
            .admin_password = Secret("admin"),
            .user_password = Secret("user"),
            .settings = std::move(settings)};
  }

  void gives_a_phone_settings_of_its_own() {
    Given given;
    const std::string usual = given.profiles.write(phone({}));
    const std::string own = given.profiles.write(phone({{"Dial_Plan_1_", "(<:9>x.|0)"},
                                                        {"Voice_Mail_Number", "8500"},
                                                        {"Default_Ring__{n}__", "3"},
                                                        {"Speed_Dial_2", "1002"},
                                                        {"User_ID_1_", "1666"},
                                                        {"Color_Scheme", "Pink"}}));
    CPPUNIT_ASSERT_EQUAL(own, given.profiles
                                  .fill(phone({{"Dial_Plan_1_", "(<:9>x.|0)"},
                                               {"Voice_Mail_Number", "8500"},
                                               {"Default_Ring__{n}__", "3"},
                                               {"Speed_Dial_2", "1002"}}))
                                  .bytes);
    Parameters before = parse_flat_profile(usual), after = parse_flat_profile(own);
    std::map<std::string, std::string> changed(after.begin(), after.end());
    for (const auto& [name, value] : before) {
      if (changed.at(name) == value) changed.erase(name);
    }
    const std::map<std::string, std::string> wanted{
        {"Dial_Plan_1_", "(<:9>x.|0)"}, {"Voice_Mail_Number", "8500"}, {"Default_Ring__1__", "3"},
        {"Default_Ring__2__", "3"},     {"Default_Ring__3__", "3"},    {"Default_Ring__4__", "3"},
        {"Speed_Dial_2", "1002"}};
    CPPUNIT_ASSERT(wanted == changed);
    CPPUNIT_ASSERT_EQUAL(std::string(), parameter_error({"Voice_Mail_Number", "8500"},
                                                        given.profiles.parameter_table()));
    CPPUNIT_ASSERT_EQUAL(std::string("Enable_VLAN is Yes or No"),
                         parameter_error({"Enable_VLAN", "1"}, given.profiles.parameter_table()));
  }

  void writes_what_was_adopted_unchecked_as_it_was() {
    Given given;
    const std::string usual = given.profiles.write(phone({}));
    const std::string own = given.profiles.write(phone({{"Old_Name", "a <b> & \"c\" ]]>", true},
                                                        {"Enable_VLAN", "1", true},
                                                        {"Color_Scheme", "Pink", true},
                                                        {"Cleared", "", true},
                                                        {"User_ID_1_", "1666", true},
                                                        {"flat-profile", "x", true},
                                                        {"A></A><User_ID_1_", "1666", true},
                                                        {"B b", "x", true},
                                                        {"\xC5\x99", "x", true},
                                                        {"Old_Unmarked", "x"}}));
    const Parameters before = parse_flat_profile(usual), after = parse_flat_profile(own);
    std::map<std::string, std::string> changed(after.begin(), after.end());
    for (const auto& [name, value] : before) {
      if (changed.at(name) == value) changed.erase(name);
    }
    const std::map<std::string, std::string> wanted{{"Old_Name", "a <b> & \"c\" ]]>"},
                                                    {"Enable_VLAN", "1"},
                                                    {"Color_Scheme", "Pink"},
                                                    {"Cleared", ""}};
    CPPUNIT_ASSERT(wanted == changed);
  }

  void keeps_secrets_and_accounts_out_of_a_phones_own_settings() {
    Given given;
    for (auto [name, value, wanted] :
         {std::tuple{"Voice_Mail_Number", "8500", ""},
          {"Enable_VLAN", "1", "Enable_VLAN is Yes or No"},
          {"LDAP_Password", "tiger",
           "LDAP_Password is a secret and cannot be set for a single phone"},
          {"GPP_SA", "", "GPP_SA is a secret and cannot be set for a single phone"},
          {"Auth_Page_Password_{n}_", "tiger",
           "Auth_Page_Password_{n}_ is a secret and cannot be set for a single phone"},
          {"User_ID_2_", "1234",
           "User_ID_2_ is derived from the other fields of the form and cannot be set here"},
          {"Line_Enable_{n}_", "No",
           "Line_Enable_{n}_ is derived from the other fields of the form and cannot be set "
           "here"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(wanted), given.profiles.setting_error({name, value}));
    }
  }

  void joins_servers_by_a_rule_that_asks_all_of_them() {
    const std::string path = "/config/spa$MA.cfg";
    for (auto [servers, rule] :
         {std::pair{"\"tftp://a\"", "tftp://a" + path},
          {"[\"tftp://a\"]", "tftp://a" + path},
          {"[\"tftp://a\", \"http://b:8080\"]",
           "($PRVST != 2)? tftp://a" + path + " | http://b:8080" + path},
          {"[\"($SWVER < 6.0)? tftp://a\", \"(\\\"$PN\\\" = \\\"SPA962\\\")? http://b\", "
           "\"http://c\"]",
           "($SWVER < 6.0)? tftp://a" + path + " | (\"$PN\" = \"SPA962\")? http://b" + path +
               " | http://c" + path}}) {
      Given given(servers);
      CPPUNIT_ASSERT_EQUAL(rule, given.profiles.rule());
      for (const std::string& xml :
           {given.profiles.write(phone({})), given.profiles.initial(*find_model("spa942"))}) {
        Parameters read = parse_flat_profile(xml);
        std::map<std::string, std::string> value(read.begin(), read.end());
        CPPUNIT_ASSERT_EQUAL(rule, value.at("Profile_Rule"));
      }
    }
    for (const char* servers : {"[]", "[\"tftp://a\", \"tftp://b\", \"tftp://c\"]", "1"}) {
      std::string thrown = thrown_by([&] { Given given(servers); });
      CPPUNIT_ASSERT_MESSAGE(servers + (" gives " + thrown), thrown.starts_with("Misconfigured: "));
    }
  }

  void sees_a_value_that_no_phone_could_read() {
    Folder folder;
    folder.file("templates/phones/parameters.tsv",
                read_file(in_tree("templates/phones/parameters.tsv")));
    folder.file("templates/phones/initial.tpl", read_file(in_tree("templates/phones/initial.tpl")));
    const std::string start = "{{%AUTOESCAPE context=\"XML\"}}<flat-profile>\n";
    Config conf = config(folder, shipped_configuration(folder));
    for (auto [text, thrown] :
         {std::pair{"<Web_Server_Port>http</Web_Server_Port>\n",
                    "spa9xx.tpl:2: Web_Server_Port is a number"},
          {"<GPP_A>a & b</GPP_A>\n", "spa9xx.tpl: profile: line 2: "},
          {"<!-- a -- b -->\n", "spa9xx.tpl: profile: line 2: "},
          {"<GPP_A>{{SECRET}}</GPP_A>\n", "unknown placeholder {{SECRET}}"}}) {
      folder.file("templates/phones/spa9xx.tpl", start + text + "</flat-profile>\n");
      assert_has(thrown_by([&] {
                   Templates templates(folder.path() / "templates");
                   Profiles profiles(conf.section("phone"), "", templates);
                 }),
                 thrown);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LayersTest);

}  // namespace spaconf
