// Tests lib/phone/settings.cc.
#include "phone/settings.h"

#include "given.h"

namespace spaconf {

class SettingsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SettingsTest);
  CPPUNIT_TEST(takes_the_place_of_the_templates_or_is_added);
  CPPUNIT_TEST(lets_the_model_have_the_last_word);
  CPPUNIT_TEST(refuses_with_the_line);
  CPPUNIT_TEST_SUITE_END();

  /// The template with `settings`, which begin in line 3, for an SPA942.
  static std::string laid_over(const Folder& folder, const std::string& text,
                               const std::string& settings) {
    Config conf = config(folder, "[phone]\n[phone.settings]\n" + settings);
    return with_settings(text, conf.section("phone").section("settings"), *find_model("spa942"));
  }

  void takes_the_place_of_the_templates_or_is_added() {
    struct Row {
      const char *text, *settings, *merged;
    } const table[] = {
        {"<X>1</X></flat-profile>", "X = \"2\"", "<X>2</X></flat-profile>"},
        {"<X ua=\"na\">1</X></flat-profile>", "X = \"2\"", "<X>2</X></flat-profile>"},
        {"<X>1</X></flat-profile>", "X = \"\"", "<X></X></flat-profile>"},
        {"<XY>1</XY></flat-profile>", "X = \"2\"", "<XY>1</XY><X>2</X>\n</flat-profile>"},
        {"</flat-profile>", "X = \"a & <b> ]]>\"",
         "<X>a &amp; &lt;b&gt; ]]&gt;</X>\n</flat-profile>"},
        {"</flat-profile>", "\"Auth_Resync-Reboot_1_\" = \"No\"",
         "<Auth_Resync-Reboot_1_>No</Auth_Resync-Reboot_1_>\n</flat-profile>"},
        {"{{#LINE}}<X_{{N}}_>1</X_{{N}}_>{{/LINE}}</flat-profile>", "\"X_{n}_\" = \"2\"",
         "{{#LINE}}<X_{{N}}_>2</X_{{N}}_>{{/LINE}}</flat-profile>"},
        {"{{#LINE}}{{/LINE}}</flat-profile>", "\"X_{n}_\" = \"2\"",
         "{{#LINE}}<X_{{N}}_>2</X_{{N}}_>\n{{/LINE}}</flat-profile>"},
        {"<X>1</X></flat-profile>", "", "<X>1</X></flat-profile>"}};
    for (const Row& row : table) {
      Folder folder;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.settings, std::string(row.merged),
                                   laid_over(folder, row.text, row.settings));
    }
  }

  void lets_the_model_have_the_last_word() {
    Folder folder;
    CPPUNIT_ASSERT_EQUAL(std::string("<X>2</X><Y>1</Y>\n</flat-profile>"),
                         laid_over(folder, "<X>0</X></flat-profile>",
                                   "X = \"1\"\nY = \"1\"\n[phone.settings.spa942]\nX = \"2\"\n"
                                   "[phone.settings.spa962]\nX = \"3\"\nY = \"3\"\n"));
  }

  void refuses_with_the_line() {
    struct Row {
      const char *settings, *thrown;
    } const table[] = {
        {"X = \"1\"\nHostName = \"a\"", "spaconf.conf:4: HostName is each phone's own"},
        {"\"User_ID_{n}_\" = \"a\"", "spaconf.conf:3: User_ID_{n}_ is each phone's own"},
        {"User_ID_1_ = \"a\"", "spaconf.conf:3: User_ID_1_ is each phone's own"},
        {"Password_6_ = \"a\"", "spaconf.conf:3: Password_6_ is each phone's own"},
        {"[phone.settings.spa942]\nStation_Name = \"a\"", "spaconf.conf:4: Station_Name is each"},
        {"\"a b\" = \"1\"", "spaconf.conf:3: a b is no name"},
        {"\"a>b\" = \"1\"", "spaconf.conf:3: a>b is no name"},
        {"\"\" = \"1\"", "spaconf.conf:3:  is no name"},
        {"\"a{{N}}\" = \"1\"", "spaconf.conf:3: a{{N}} is no name"},
        {"\"\xc5\x99\" = \"1\"", "spaconf.conf:3: "},
        {"\"1X\" = \"1\"", "spaconf.conf:3: 1X is no name"},
        {"X = \"{{PASSWORD}}\"", "spaconf.conf:3: phones read only"},
        {"X = \"\xc5\x99\"", "spaconf.conf:3: phones read only"},
        {"X = \"a\\nb\"", "spaconf.conf:3: phones read only"},
        {"X = \" a\"", "spaconf.conf:3: phones read only"},
        {"X = 1", "spaconf.conf:3: X is a text"}};
    for (const Row& row : table) {
      Folder folder;
      std::string thrown =
          thrown_by([&] { laid_over(folder, "</flat-profile>", row.settings); }, &folder);
      CPPUNIT_ASSERT_MESSAGE(std::string(row.settings) + " gives " + thrown,
                             thrown.starts_with(std::string("Misconfigured: ") + row.thrown));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SettingsTest);

}  // namespace spaconf
