// Tests lib/bulk/foreign_phone.cc: the lines of a foreign profile, and what is wrong with them.
#include "bulk/foreign_phone.h"

#include "base/text.h"
#include "fixtures.h"

namespace spaconf {

class ForeignPhoneTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ForeignPhoneTest);
  CPPUNIT_TEST(reads_lines_hostname_and_serial_number);
  CPPUNIT_TEST(says_what_is_wrong_with_the_line_of_the_file);
  CPPUNIT_TEST(doubts_what_will_be_another);
  CPPUNIT_TEST_SUITE_END();

  static constexpr char rule[] = "tftp://192.0.2.1/config/spa$MA.cfg";

  static ForeignPhone phone(const std::string& text) {
    return read_foreign_phone(read_foreign_profile(text), "sip.example.org", rule);
  }

  static std::string in_words(const std::vector<Remark>& remarks) {
    std::string text;
    for (const Remark& each : remarks)
      text += std::to_string(each.line) + " " + each.sentence + "\n";
    return text;
  }

  static constexpr char line_1[] = "User_ID[1] \"1001\" ; Password[1] \"secret\" ;\n";

  void reads_lines_hostname_and_serial_number() {
    const ForeignPhone found =
        phone(std::string(line_1) +
              "Line_Enable[1] \"Yes\" ; Display_Name[1] \"Jan\" ; Proxy[1] \"SIP.example.org\" ;\n"
              "User_ID[2] \"jan.n\" ; Password[2] \"p\" ; Use_Auth_ID[2] \"Yes\" ; Auth_ID[2] "
              "\"jan.n\" ;\n"
              "User_ID[3] \"\" ; User_ID[4] \"1004\" ; Line_Enable[4] \"No\" ;\n"
              "HostName \"UI-305\" ; Serial_Number \"88019fa42805\" ;\n");
    CPPUNIT_ASSERT_EQUAL(std::string(), in_words(found.problems));
    CPPUNIT_ASSERT_EQUAL(std::string("4 line 4 has a user and is switched off\n"),
                         in_words(found.doubts));
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), found.lines.size());
    CPPUNIT_ASSERT_EQUAL(std::string("Jan"), found.lines[0].display);
    CPPUNIT_ASSERT_EQUAL(std::string("secret"), found.lines[0].password.reveal());
    CPPUNIT_ASSERT_EQUAL(2, found.lines[1].position);
    CPPUNIT_ASSERT_EQUAL(3U, found.lines[1].at);
    CPPUNIT_ASSERT_EQUAL(std::string("ui-305"), found.hostname);
    CPPUNIT_ASSERT_EQUAL(std::string("88019FA42805"), found.serial);
  }

  void says_what_is_wrong_with_the_line_of_the_file() {
    struct Row {
      std::string text;
      const char* problems;
    } const table[] = {
        {"HostName \"a\" ;", "0 no line is in use\n"},
        {"\nUser_ID[2] \"1\" ; Password[2] \"p\" ;", "2 line 1 is not in use\n"},
        {"User_ID[1] \"a b\" ; Password[1] \"p\" ;",
         "1 line 1 has a user that spaconf cannot have\n"},
        {"\nUser_ID[1] \"1\" ;", "2 line 1 has no password\n"},
        {"User_ID[1] \"1\" ;\nPassword[1] \"\" ;", "2 line 1 has no password\n"},
        {"User_ID[1] \"1\" ;\nPassword[1] \"a b\" ;",
         "2 line 1 has a password with characters that phones do not take\n"},
        {std::string(line_1) + "User_ID[2] \"1001\" ; Password[2] \"secret\" ;",
         "2 line 2 has the user of another line; a phone has each account once\n"},
        {std::string(line_1) + "Use_Auth_ID[1] \"yes\" ;\nAuth_ID[1] \"other\" ;",
         "3 line 1 has another Auth_ID than user; spaconf's accounts have one name\n"},
        {std::string(line_1) + "Use_Auth_ID[1] \"No\" ; Auth_ID[1] \"other\" ;", ""},
    };
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.text, std::string(row.problems),
                                   in_words(phone(row.text).problems));
    }
  }

  void doubts_what_will_be_another() {
    const auto doubts = [](const std::string& more) {
      return in_words(phone(line_1 + more).doubts);
    };
    assert_has(doubts("Proxy[1] \"192.0.2.5\" ;"),
               "2 line 1 has the proxy 192.0.2.5; spaconf will write sip.example.org");
    assert_has(doubts("HostName \"phone.example.org\" ;"), "2 HostName is not one DNS label");
    for (const char* same : {"/config/spa$MA.cfg", "tftp://10.0.0.1/config/spa$MA.cfg",
                             "http://10.0.0.1:80/config/spa$MA.cfg"}) {
      CPPUNIT_ASSERT_EQUAL(std::string(), doubts("Profile_Rule \"" + std::string(same) + "\" ;"));
    }
    const std::string other = doubts("Profile_Rule \"[--key geheim] http://a/spa$MA.cfg\" ;");
    assert_has(other, "2 Profile_Rule leads the phone to another place");
    CPPUNIT_ASSERT(other.find("geheim") == other.npos);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ForeignPhoneTest);

}  // namespace spaconf
