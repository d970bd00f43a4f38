// Tests lib/phone/profile.cc with the shipped templates; golden_test.cc has the whole files.
#include "phone/profile.h"

#include <map>
#include <memory>
#include <random>

#include "base/error.h"
#include "base/text.h"
#include "fixtures.h"
#include "phone/flat_profile.h"

namespace spaconf {

class ProfileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ProfileTest);
  CPPUNIT_TEST(gives_each_line_of_each_model_its_account_and_blanks_the_others);
  CPPUNIT_TEST(undoes_what_the_initial_profile_set);
  CPPUNIT_TEST(never_keeps_what_the_phone_had);
  CPPUNIT_TEST(shows_names_in_ascii);
  CPPUNIT_TEST(lets_no_text_out_of_its_element);
  CPPUNIT_TEST(survives_any_name);
  CPPUNIT_TEST(refuses_a_password_that_would_come_out_as_another);
  CPPUNIT_TEST(lets_nothing_through_that_is_not_what_was_filled_in);
  CPPUNIT_TEST(spells_the_address_as_configured);
  CPPUNIT_TEST(leads_every_model_to_its_own_profile);
  CPPUNIT_TEST(knows_the_family_by_its_beginnings);
  CPPUNIT_TEST(sends_everything_to_the_proxy_if_there_is_one);
  CPPUNIT_TEST(has_the_settings_in_it);
  CPPUNIT_TEST(says_what_its_own_settings_decide_by_its_own_rules);
  CPPUNIT_TEST(refuses_at_the_start_what_no_profile_could_be_written_with);
  CPPUNIT_TEST_SUITE_END();

  /// Profiles by the shipped configuration, changed.
  struct Given {
    explicit Given(const std::string& proxy = "",
                   const std::vector<std::pair<std::string, std::string>>& changes = {})
        : conf(config(folder, shipped_configuration(folder, changes))),
          templates(in_tree("templates")),
          profiles(conf.section("phone"), proxy, templates) {}
    Folder folder;
    Config conf;
    Templates templates;
    Profiles profiles;
  };

  static Phone phone(std::string_view model, const std::string& name, int lines = 1) {
    Phone phone{.model = find_model(model),
                .mac = Mac::parse("000e08aabbcc"),
                .hostname = "ui305",
                .name = name,
                .lines = {}};
    for (int n = 1; n <= lines; ++n) {
      phone.lines.push_back({.position = n,
                             .user = "100" + std::to_string(n),
                             .domain = "sip.example.org",
                             .password = Secret("password" + std::to_string(n)),
                             .display = name});
    }
    return phone;
  }

  static std::map<std::string, std::string> read(const std::string& xml) {
    Parameters parameters = parse_flat_profile(xml);
    return {parameters.begin(), parameters.end()};
  }

  void gives_each_line_of_each_model_its_account_and_blanks_the_others() {
    Given given;
    for (const Model& model : models()) {
      if (!model.is_hardware()) continue;
      for (int used = 1; used <= model.lines; ++used) {
        auto value = read(given.profiles.write(phone(model.name, "Jan", used)));
        for (int line = 1; line <= most_lines; ++line) {
          std::string n = "_" + std::to_string(line) + "_", digit = std::to_string(line);
          std::string message = std::string(model.name) + " line " + digit;
          bool has = line <= used;
          if (line > model.lines) {
            CPPUNIT_ASSERT_MESSAGE(message, !value.contains("User_ID" + n));
            continue;
          }
          for (auto [name, wanted] : {std::pair{"Line_Enable", has ? "Yes" : "No"},
                                      {"Register", has ? "Yes" : "No"},
                                      {"Use_Auth_ID", "No"},
                                      {"Auth_ID", ""},
                                      {"Proxy", has ? "sip.example.org" : ""},
                                      {"Display_Name", has ? "Jan" : ""}}) {
            CPPUNIT_ASSERT_EQUAL_MESSAGE(message, std::string(wanted), value.at(name + n));
          }
          CPPUNIT_ASSERT_EQUAL_MESSAGE(message, has ? "100" + digit : "", value.at("User_ID" + n));
          CPPUNIT_ASSERT_EQUAL_MESSAGE(message, has ? "password" + digit : "",
                                       value.at("Password" + n));
          if (line <= model.line_keys) {
            CPPUNIT_ASSERT_EQUAL_MESSAGE(message, has ? digit : "Disabled",
                                         value.at("Extension" + n));
          }
        }
      }
    }
  }

  // Source of the rules: the vendor's provisioning guide; values persist in the phone.
  void undoes_what_the_initial_profile_set() {
    Given given;
    auto initial = read(given.profiles.initial(*find_model("spa942")));
    auto value = read(given.profiles.write(phone("spa942", "Jan")));
    for (const auto& [name, unused] : initial) CPPUNIT_ASSERT_MESSAGE(name, value.contains(name));
    CPPUNIT_ASSERT_EQUAL(given.profiles.rule(), value.at("Profile_Rule"));
    CPPUNIT_ASSERT(std::stoi(value.at("Resync_Periodic")) >= 3600);
    CPPUNIT_ASSERT(std::stoi(value.at("Resync_Error_Retry_Delay")) >= 600);
  }

  void never_keeps_what_the_phone_had() {
    Given given;
    for (const Model& model : models()) {
      if (!model.is_hardware()) continue;
      for (const std::string& xml :
           {given.profiles.write(phone(model.name, "")), given.profiles.initial(model)}) {
        CPPUNIT_ASSERT_EQUAL(xml.npos, xml.find("/>"));
      }
    }
  }

  void shows_names_in_ascii() {
    Given given;
    for (auto [name, shown] : {std::pair{"Jiří Novák", "Jiri Novak"},
                               {"Siobhán O'Hara & Sons <test>", "Siobhan O'Hara & Sons <test>"},
                               {"Příliš žluťoučký \"kůň\"", "Prilis zlutoucky \"kun\""},
                               {"]]>", "]]>"},
                               {"</flat-profile>", "</flat-profile>"},
                               {"&amp; &#65; %41 {{USER}}", "&amp; &#65; %41 {{USER}}"},
                               {"\xf0\x9f\x98\x80", ""}}) {
      std::string xml = given.profiles.write(phone("spa942", name));
      auto value = read(xml);
      CPPUNIT_ASSERT_EQUAL(std::string(shown), value.at("Display_Name_1_"));
      CPPUNIT_ASSERT_EQUAL(std::string(shown), value.at("Station_Name"));
      for (char c : xml) CPPUNIT_ASSERT_MESSAGE(name, c == '\n' || (c >= ' ' && c <= '~'));
    }
  }

  void lets_no_text_out_of_its_element() {
    Given given;
    Phone plain = phone("spa942", "x"), hostile = phone("spa942", "</Station_Name><Admin_Passwd>");
    hostile.hostname = "<!--";
    hostile.lines[0].user = "a</User_ID_1_>&b;";
    hostile.lines[0].domain = "<![CDATA[";
    hostile.lines[0].password = Secret("<?p '\"&lt;]]>-->");
    Parameters before = parse_flat_profile(given.profiles.write(plain));
    Parameters after = parse_flat_profile(given.profiles.write(hostile));
    CPPUNIT_ASSERT_EQUAL(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
      CPPUNIT_ASSERT_EQUAL(before[i].first, after[i].first);
    }
    std::map<std::string, std::string> value(after.begin(), after.end());
    CPPUNIT_ASSERT_EQUAL(std::string("<!--"), value.at("HostName"));
    CPPUNIT_ASSERT_EQUAL(hostile.lines[0].user, value.at("User_ID_1_"));
    CPPUNIT_ASSERT_EQUAL(hostile.lines[0].domain, value.at("Proxy_1_"));
    CPPUNIT_ASSERT_EQUAL(hostile.lines[0].password.reveal(), value.at("Password_1_"));
  }

  void survives_any_name() {
    Given given;
    const std::size_t parameters =
        parse_flat_profile(given.profiles.write(phone("spa921", "x"))).size();
    constexpr std::string_view pieces[] = {
        "<",         ">",      "&",      "\"",     "'",       "]]>",        "<!--",  "-->",
        "<![CDATA[", "</X>",   "<X/>",   "&amp;",  "&#0;",    "{{",         "}}",    "{{N}}",
        "$MA",       "%",      "\\",     " ",      "  ",      "a",          "Z",     "0",
        "ř",         "Ž",      "ů",      "ß",      "Ł",       "Ж",          "Ω",     "漢",
        "字",        "\u200b", "\u00a0", "\u202e", "e\u0301", "\U0001f600", "\ufeff"};
    std::mt19937 random(20081107);
    for (int round = 0; round < 2000; ++round) {
      std::string name;
      for (unsigned count = random() % 12; count > 0; --count)
        name += pieces[random() % std::size(pieces)];
      auto read_back = parse_flat_profile(given.profiles.write(phone("spa921", name)));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, parameters, read_back.size());
      std::map<std::string, std::string> value(read_back.begin(), read_back.end());
      const std::string& shown = value.at("Display_Name_1_");
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, ascii(name), shown);
      for (char c : shown) CPPUNIT_ASSERT_MESSAGE(name, c >= ' ' && c <= '~');
    }
    for (const char* letter : {"x", "<", "ř", "漢"}) {
      std::string name;
      for (int i = 0; i < 255; ++i) name += letter;
      auto value = read(given.profiles.write(phone("spa921", name)));
      CPPUNIT_ASSERT_EQUAL(ascii(name), value.at("Display_Name_1_"));
    }
  }

  void refuses_a_password_that_would_come_out_as_another() {
    Given given;
    for (const char* password : {" blank", "blank ", "line\nend", "tab\t", "\xc5\x99", "\x01"}) {
      Phone bad = phone("spa921", "Jan");
      bad.lines[0].password = Secret(password);
      std::string thrown = thrown_by([&] { given.profiles.write(bad); });
      CPPUNIT_ASSERT_MESSAGE(password, thrown.starts_with("other: profile: "));
      CPPUNIT_ASSERT_MESSAGE("tells the secret", thrown.find(password) == thrown.npos);
    }
  }

  void lets_nothing_through_that_is_not_what_was_filled_in() {
    Given given;
    const Phone one_line = phone("spa962", "Jan");
    const Filled filled = given.profiles.fill(one_line);
    given.profiles.read_back(one_line, filled);
    constexpr std::pair<std::string_view, std::string_view> changes[] = {
        // A line in use, one that is not, and what all phones have.
        {"<User_ID_1_>", "<User_ID_1_>0"},
        {"<User_ID_6_>", "<User_ID_6_>0"},
        {"<Line_Enable_6_>No", "<Line_Enable_6_>Yes"},
        {"<Resync_Periodic>", "<Resync_Periodic>0"},
        // Text that is not exactly one element.
        {"<User_ID_6_></User_ID_6_>", ""},
        {"<User_ID_6_></User_ID_6_>", "<User_ID_6_></User_ID_6_><Evil>1</Evil>"},
        {"<User_ID_6_></User_ID_6_>", "<User_ID_6_>"},
        {"<User_ID_6_></User_ID_6_>", "<User_ID_6_></User_ID_6_>\n<Evil>1</Evil>"},
        {"<User_ID_6_></User_ID_6_>", "<!-- <User_ID_6_></User_ID_6_> -->"},
        {"</flat-profile>", "<Evil>1</Evil></flat-profile>"},
    };
    for (const auto& [from, to] : changes) {
      Filled bad = filled;
      const auto at = bad.bytes.find(from);
      CPPUNIT_ASSERT_MESSAGE(std::string(from), at != bad.bytes.npos);
      bad.bytes.replace(at, from.size(), to);
      const std::string thrown = thrown_by([&] { given.profiles.read_back(one_line, bad); });
      CPPUNIT_ASSERT_MESSAGE(std::string(to) + ": " + thrown,
                             thrown.starts_with("other: profile: "));
    }
  }

  void spells_the_address_as_configured() {
    for (auto [spelling, file] : {std::pair{"$MA", "spa000e08aabbcc.cfg"},
                                  {"$MAU", "spa000E08AABBCC.cfg"},
                                  {"$MAC", "spa00:0e:08:aa:bb:cc.cfg"}}) {
      Given given("", {{"spelling = ", "\"" + std::string(spelling) + "\""}});
      CPPUNIT_ASSERT_EQUAL(std::string(file),
                           given.profiles.file_name(*Mac::parse("000e08aabbcc")));
      CPPUNIT_ASSERT(given.profiles.mac_in(file) == Mac::parse("000e08aabbcc"));
      for (const char* other : {"spa000e08AAbbcc.cfg", "spa942.cfg", "spa000e08aabbcc.cfg~",
                                " spa000e08aabbcc.cfg", "spa01005e000001.cfg", "spa.cfg", ""}) {
        CPPUNIT_ASSERT_MESSAGE(other, !given.profiles.mac_in(other));
      }
      CPPUNIT_ASSERT_EQUAL("tftp://192.0.2.1/config/spa" + std::string(spelling) + ".cfg",
                           given.profiles.rule());
    }
    assert_has(thrown_by([] {
                 Given given("", {{"spelling = ", "\"$ma\""}});
               }),
               "spelling must be one of");
  }

  void leads_every_model_to_its_own_profile() {
    Given given;
    for (const Model& model : models()) {
      if (!model.is_hardware()) continue;
      auto value = read(given.profiles.initial(model));
      CPPUNIT_ASSERT_EQUAL(given.profiles.rule(), value.at("Profile_Rule"));
      CPPUNIT_ASSERT_EQUAL(std::string("5"), value.at("Resync_Periodic"));
      CPPUNIT_ASSERT_EQUAL(std::string("30"), value.at("Resync_Error_Retry_Delay"));
    }
  }

  void knows_the_family_by_its_beginnings() {
    Given given("", {{"families = ", "[\"00:0E:08\", \"0014BF\"]"}});
    for (auto [mac, is] : {std::pair{"00:0E:08:00:00:01", true},
                           {"0014bf000001", true},
                           {"001122334455", false},
                           {"08000e080000", false}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(mac, is, given.profiles.has_known_oui(*Mac::parse(mac)));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("000e08 0014bf"), given.profiles.known_ouis());
    assert_has(thrown_by([] {
                 Given("", {{"families = ", "[\"000e0\"]"}});
               }),
               "000e0 is not the beginning of a MAC address");
  }

  void sends_everything_to_the_proxy_if_there_is_one() {
    Given given("192.0.2.7:5060");
    auto value = read(given.profiles.write(phone("spa942", "Jan")));
    CPPUNIT_ASSERT_EQUAL(std::string("sip.example.org"), value.at("Proxy_1_"));
    CPPUNIT_ASSERT_EQUAL(std::string("192.0.2.7:5060"), value.at("Outbound_Proxy_1_"));
    CPPUNIT_ASSERT_EQUAL(std::string("Yes"), value.at("Use_Outbound_Proxy_1_"));
    CPPUNIT_ASSERT_EQUAL(std::string(""), value.at("Outbound_Proxy_2_"));
  }

  /// Settings, and behind each whether it decides something.
  void says_what_its_own_settings_decide_by_its_own_rules() {
    struct Row {
      std::string in_template;
      std::vector<std::pair<Setting, bool>> own;
    };
    const Setting a{"GPP_A", "192.0.2.9"}, b{"GPP_B", "x"};
    const Row table[] = {
        {"", {}},
        {"", {{a, false}, {{"Dial_Plan_1_", "(x.)"}, false}}},
        {"", {{a, true}, {b, false}, {{"Profile_Rule", "tftp://$A/x.cfg"}, true}}},
        {"", {{{"Profile_Rule_D", "tftp://$(A:0:9)/$B"}, true}, {a, true}, {b, true}}},
        {"", {{{"GPP_{A-P}", "x"}, true}, {{"Upgrade_Rule", "http://$P/x"}, true}}},
        {"", {{{"GPP_{A-P}", "x"}, false}}},
        {"", {{{"Auth_Resync-Reboot_{n}_", "No"}, true}, {{"Resync_From_SIP", "No"}, true}}},
        {"http://$A/x", {{a, true}, {b, false}}},
        {"http://$A/x", {{a, false}, {b, true}, {{"Upgrade_Rule", "http://$B/x"}, true}}},
        {"http://$A/x", {{a, false}, {{"Upgrade_Rule", ""}, true}}},
    };
    for (const Row& row : table) {
      Given given("", {{"[phone.settings]", "\nUpgrade_Rule = \"" + row.in_template + "\""}});
      std::vector<Setting> settings;
      for (const auto& [setting, decides] : row.own) settings.push_back(setting);
      for (const char* model : {"spa921", "spa962"}) {
        const auto effects = given.profiles.provisioning_effects(settings, *find_model(model));
        CPPUNIT_ASSERT_EQUAL(row.own.size(), effects.size());
        for (std::size_t i = 0; i < effects.size(); ++i) {
          CPPUNIT_ASSERT_EQUAL_MESSAGE(settings[i].name + " " + row.in_template, row.own[i].second,
                                       !effects[i].empty());
        }
      }
    }
    CPPUNIT_ASSERT(Given().profiles.provisioning_effects({a}, models().back()).size() == 1);
  }

  void has_the_settings_in_it() {
    Given given("",
                {{"Voice_Mail_Number = ", "\"1 & <more>\"\n\"Preferred_Codec_{n}_\" = \"G711a\""}});
    auto value = read(given.profiles.write(phone("spa942", "Jan")));
    CPPUNIT_ASSERT_EQUAL(std::string("1 & <more>"), value.at("Voice_Mail_Number"));
    CPPUNIT_ASSERT_EQUAL(std::string("G711a"), value.at("Preferred_Codec_4_"));
    CPPUNIT_ASSERT(!value.contains("Preferred_Codec_5_"));
  }

  // Otherwise every registration would end in "profile pending".
  void refuses_at_the_start_what_no_profile_could_be_written_with() {
    for (const char* setting :
         {"\"1X\" = \"\"", "Proxy_1_ = \"sip.example.com\"", "Register_4_ = \"No\""}) {
      std::string thrown = thrown_by([&] {
        Given given("", {{"Time_Zone = ", "\"\"\n" + std::string(setting)}});
        given.profiles.write(phone("spa942", "Jan"));
      });
      CPPUNIT_ASSERT_MESSAGE(setting + (" gives " + thrown),
                             thrown.empty() || thrown.starts_with("Misconfigured: "));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ProfileTest);

}  // namespace spaconf
