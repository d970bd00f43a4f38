// Tests lib/registration/softphone_settings.cc: what a person types into a software phone.
#include "registration/softphone_settings.h"

#include "fixtures.h"
#include "registration/services.h"

namespace spaconf {

class SoftphoneSettingsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SoftphoneSettingsTest);
  CPPUNIT_TEST(has_a_line_of_text_for_each_value);
  CPPUNIT_TEST(shows_passwords_only_when_asked);
  CPPUNIT_TEST_SUITE_END();

  static Line line(int position, const char* user, const char* password, const char* display) {
    return {position, user, Secret(password), display};
  }

  static std::string settings(const char* proxy, std::vector<Line> lines, bool with_passwords) {
    Folder folder;
    const Services services(config(folder, shipped_configuration(folder, {{"proxy = ", proxy}})));
    RecordWithPasswords record;
    record.wanted.model = find_model("software");
    record.wanted.lines = std::move(lines);
    return softphone_settings(services.exchange, record, with_passwords);
  }

  void has_a_line_of_text_for_each_value() {
    const Line jan = line(1, "1001", "Tajne.Heslo-1", "Jan Novák"), eva = line(2, "1002", "x", "");
    CPPUNIT_ASSERT_EQUAL(std::string(), settings("\"\"", {}, true));
    CPPUNIT_ASSERT_EQUAL(std::string("User      1001\nPassword  Tajne.Heslo-1\n"
                                     "Domain    sip.example.org\nName      Jan Novák\n"),
                         settings("\"\"", {jan}, true));
    CPPUNIT_ASSERT_EQUAL(
        std::string("User      1001\nPassword  Tajne.Heslo-1\nDomain    sip.example.org\n"
                    "Proxy     proxy.example.org\nName      Jan Novák\n\n"
                    "User      1002\nPassword  x\nDomain    sip.example.org\n"
                    "Proxy     proxy.example.org\nName      \n"),
        settings("\"proxy.example.org\"", {jan, eva}, true));
  }

  void shows_passwords_only_when_asked() {
    for (auto [password, is_asked, shown] : {std::tuple{"Tajne.Heslo-1", true, "Tajne.Heslo-1"},
                                             {"Tajne.Heslo-1", false, "********"},
                                             {"", true, "********"},
                                             {"", false, "********"}}) {
      const std::string text = settings("\"\"", {line(1, "1001", password, "Jan")}, is_asked);
      assert_has(text, std::string("\nPassword  ") + shown + "\n");
      if (!is_asked) CPPUNIT_ASSERT(text.find("Tajne") == text.npos);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SoftphoneSettingsTest);

}  // namespace spaconf
