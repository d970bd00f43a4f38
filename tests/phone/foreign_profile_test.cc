// Tests lib/phone/foreign_profile.cc and plain_text_profile.cc: profiles as they are in the field.
#include "phone/foreign_profile.h"

#include "fixtures.h"

namespace spaconf {

class ForeignProfileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ForeignProfileTest);
  CPPUNIT_TEST(reads_what_phones_read);
  CPPUNIT_TEST(reads_the_plain_text_form);
  CPPUNIT_TEST(says_which_of_two_values_counts);
  CPPUNIT_TEST(keeps_apart_what_is_cleared_and_what_is_kept);
  CPPUNIT_TEST(finds_the_encoding);
  CPPUNIT_TEST(refuses_what_is_no_profile_with_the_line);
  CPPUNIT_TEST(expands_no_entity);
  CPPUNIT_TEST(shows_no_value_in_an_error);
  CPPUNIT_TEST_SUITE_END();

  /// "line: sentence", empty when it can be read.
  static std::string refusal(std::string_view bytes) {
    try {
      read_foreign_profile(bytes);
      return "";
    } catch (const UnreadableProfile& error) {
      return std::to_string(error.line) + ": " + error.what();
    }
  }

  static void assert_value(const std::string& value, const char* name, std::string_view bytes) {
    CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(bytes), value,
                                 read_foreign_profile(bytes).value(name));
  }

  void reads_what_phones_read() {
    for (const char* xml : {
             "<flat-profile><User_ID_1_>1001</User_ID_1_></flat-profile>",
             "<flat-profile>\n<User_ID_1_ ua=\"na\">\n1001\n</User_ID_1_>\n</flat-profile>\n",
             "\xEF\xBB\xBF<?xml version=\"1.0\"?>\r\n<flat-profile>\r\n"
             "<User_ID_1_ group=\"Ext_1/Subscriber\" ua='rw'> 1001 </User_ID_1_></flat-profile>",
             "<!-- made by hand --><device><flat-profile>stray text"
             "<User_ID_1_>1001</User_ID_1_></flat-profile><other><X>1</X></other></device>",
             "<flat-profile><User_ID_1_><![CDATA[1001]]></User_ID_1_></flat-profile>",
             "<flat-profile><User_ID_1_>&#49;00&#x31;</User_ID_1_></flat-profile>",
         }) {
      assert_value("1001", "User_ID_1_", xml);
      CPPUNIT_ASSERT_EQUAL(std::size_t(1), read_foreign_profile(xml).parameters.size());
    }
    const auto profile = read_foreign_profile(
        "<flat-profile>\n<A>1</A>\n<Dial_Plan_1_>(xx.|*xx\n|911)</Dial_Plan_1_>\n</flat-profile>");
    CPPUNIT_ASSERT_EQUAL(3U, profile.find("Dial_Plan_1_")->line);
    CPPUNIT_ASSERT_EQUAL(std::string("(xx.|*xx |911)"), profile.value("Dial_Plan_1_"));
  }

  void reads_the_plain_text_form() {
    const auto profile = read_foreign_profile(
        "# *** System Configuration\r\n"
        "\r\n"
        "Enable_Web_Server         \"Yes\" ;\r\n"
        "Admin_Passwd              \"\" ;  # none\n"
        "User_ID[1]              ! \"1001\" ;Password[1] ? \"se;cr#et\";\n"
        "Daylight_Saving_Time_Rule \"start=4/1/7;end=10/-1/7;save=1\"\n  ;\n"
        "Back_Light_Timer ;\n"
        "SIP_Remote-Party-ID[1]  \"No\" ;\n");
    CPPUNIT_ASSERT_EQUAL(std::string("Yes"), profile.value("Enable_Web_Server"));
    CPPUNIT_ASSERT(profile.find("Admin_Passwd"));
    CPPUNIT_ASSERT_EQUAL(std::string("1001"), profile.value("User_ID_1_"));
    CPPUNIT_ASSERT_EQUAL(std::string("se;cr#et"), profile.value("Password_1_"));
    CPPUNIT_ASSERT_EQUAL(std::string("start=4/1/7;end=10/-1/7;save=1"),
                         profile.value("Daylight_Saving_Time_Rule"));
    CPPUNIT_ASSERT(!profile.find("Back_Light_Timer"));
    CPPUNIT_ASSERT_EQUAL(std::string("No"), profile.value("SIP_Remote-Party-ID_1_"));
    CPPUNIT_ASSERT_EQUAL(5U, profile.find("Password_1_")->line);
    CPPUNIT_ASSERT_EQUAL(9U, profile.find("SIP_Remote-Party-ID_1_")->line);
  }

  void says_which_of_two_values_counts() {
    const auto profile =
        read_foreign_profile("<flat-profile><A>1</A>\n<B>2</B>\n<A>3</A></flat-profile>");
    CPPUNIT_ASSERT_EQUAL(std::string("3"), profile.value("A"));
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), profile.parameters.size());
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), profile.remarks.size());
    CPPUNIT_ASSERT_EQUAL(3U, profile.remarks[0].line);
    assert_has(profile.remarks[0].sentence, "A is set again");
  }

  void keeps_apart_what_is_cleared_and_what_is_kept() {
    const auto profile =
        read_foreign_profile("<flat-profile><A/><B></B><C ua=\"na\"/><D>1</D></flat-profile>");
    CPPUNIT_ASSERT(!profile.find("A") && !profile.find("C"));
    CPPUNIT_ASSERT(profile.find("B") && profile.value("B").empty());
  }

  void finds_the_encoding() {
    const std::string name = "Ji\xC5\x99\xC3\xAD";  // with U+0159, which ISO-8859-1 does not have
    assert_value(name, "N", "<flat-profile><N>" + name + "</N></flat-profile>");
    const std::string latin = "<flat-profile><N>M\xFCller</N></flat-profile>";
    for (const std::string& xml : {latin, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + latin,
                                   "<?xml version=\"1.0\" encoding='utf-8'?>" + latin}) {
      assert_value("M\xC3\xBCller", "N", xml);
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), read_foreign_profile(latin).remarks.size());
    assert_value("M\xC3\xBCller", "N", "N \"M\xFCller\" ;\n");
    assert_value("x", "N",
                 std::string("\xFF\xFE<\0f\0l\0a\0t\0-\0p\0r\0o\0f\0i\0l\0e\0>\0<\0N\0>\0x\0"
                             "<\0/\0N\0>\0<\0/\0f\0l\0a\0t\0-\0p\0r\0o\0f\0i\0l\0e\0>\0",
                             76));
    assert_has(refusal("<?xml version=\"1.0\" encoding=\"windows-1250\"?>" + latin), "encoding");
  }

  void refuses_what_is_no_profile_with_the_line() {
    struct Row {
      std::string bytes;
      const char* refusal;
    } const table[] = {
        {"", "0: it is empty"},
        {" \r\n\t", "0: it is empty"},
        {"<flat-profile>\n<A>1</A>\n<B>2", "3: it is not well-formed XML: no element found"},
        {"<flat-profile>\n<A>AT&T</A></flat-profile>", "2: it is not well-formed XML"},
        {"<flat-profile>\n<A>1</B></flat-profile>", "2: it is not well-formed XML: mismatched tag"},
        {"<flat-profile><A>\n<B>1</B></A></flat-profile>",
         "2: an element of the profile is inside"},
        {"<html><body>404</body></html>", "0: it has no flat-profile"},
        {"<flat-profile></flat-profile>", "0: it sets no parameter"},
        {"# nothing but a comment\n", "0: it sets no parameter"},
        {"Dear all,\nthe phones are new.\n", "1: a value in quotes and a semicolon are expected"},
        {"A \"1\" ;\nB \"2\n\" ;", "2: a value has no closing quote"},
        {"A \"1\"\nB \"2\" ;", "2: a value in quotes and a semicolon are expected after A"},
        {"A \"1\" ;\n\xC5\x99 \"2\" ;", "2: a parameter's name is expected here"},
        {std::string("\x1f\x8b\x08\x00gz", 6), "0: it is compressed"},
        {"Salted__12345678", "0: it is encrypted"},
        {std::string("SPA\0\0\1", 6), "0: it is binary"},
        {std::string(largest_foreign_profile + 1, 'a'), "0: it is larger than 1 MiB"},
    };
    for (const Row& row : table) assert_has(refusal(row.bytes), row.refusal);
  }

  void expands_no_entity() {
    assert_has(refusal("<!DOCTYPE a [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]>"
                       "<flat-profile><A>&b;</A></flat-profile>"),
               "1: it has a DOCTYPE");
    assert_has(refusal("<!DOCTYPE a [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n"
                       "<flat-profile><A>&a;</A></flat-profile>"),
               "1: it has a DOCTYPE");
    assert_has(refusal("<flat-profile><A>&a;</A></flat-profile>"), "undefined entity");
  }

  void shows_no_value_in_an_error() {
    for (const char* bytes : {"<flat-profile><Password_1_>hunter2</flat-profile>",
                              "Password[1] hunter2 ;", "Password[1] \"hunter2", "\"hunter2\" ;"}) {
      CPPUNIT_ASSERT(refusal(bytes).find("hunter2") == std::string::npos);
      CPPUNIT_ASSERT(!refusal(bytes).empty());
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ForeignProfileTest);

}  // namespace spaconf
