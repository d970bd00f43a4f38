// Claims about what a phone reads out of a profile.
#include "profile_parser.h"

#include <cppunit/extensions/HelperMacros.h>

namespace virtual_phone {

class ProfileParserTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ProfileParserTest);
  CPPUNIT_TEST(strips_white_space_and_joins_lines);
  CPPUNIT_TEST(decodes_references);
  CPPUNIT_TEST(clears_keeps_and_sets);
  CPPUNIT_TEST(passes_over_what_is_no_parameter);
  CPPUNIT_TEST(keeps_order_and_case);
  CPPUNIT_TEST(knows_only_ascii);
  CPPUNIT_TEST(refuses_what_it_cannot_read);
  CPPUNIT_TEST_SUITE_END();

 public:
  void strips_white_space_and_joins_lines() {
    constexpr std::pair<const char*, const char*> values[] = {{"5", "5"},
                                                              {"\n5\n", "5"},
                                                              {" \t a b \r\n", "a b"},
                                                              {"a\nb\r\nc", "a b c"},
                                                              {" &#32; x ", "x"}};
    for (const auto& [written, read] : values) equal(read, value(written));
  }

  void decodes_references() {
    constexpr std::pair<const char*, const char*> values[] = {
        {"&lt;&gt;&amp;&quot;&apos;", "<>&\"'"},
        {"&#65;&#x42;&#x63;", "ABc"},
        {"&amp;lt;", "&lt;"}};
    for (const auto& [written, read] : values) equal(read, value(written));
  }

  void clears_keeps_and_sets() {
    const auto all = parse_profile(
        "<flat-profile><A/><B ua=\"na\"/><C></C><D ua=\"rw\"> </D><E>1</E></flat-profile>");
    CPPUNIT_ASSERT_EQUAL(size_t{5}, all.size());
    CPPUNIT_ASSERT(all[0].keeps && all[1].keeps);
    CPPUNIT_ASSERT(!all[2].keeps && !all[3].keeps && !all[4].keeps);
    equal("", all[2].value);
    equal("", all[3].value);
    equal("1", all[4].value);
  }

  void passes_over_what_is_no_parameter() {
    const auto all = parse_profile(
        "\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- <X>1</X> --><device><flat-profile x='>'>\n"
        " text <!-- - --><A group='1/2' ua=\"na\">1<!-- 2 -->3</A >\n</flat-profile></device>");
    CPPUNIT_ASSERT_EQUAL(size_t{1}, all.size());
    equal("A", all[0].name);
    equal("13", all[0].value);
  }

  void keeps_order_and_case() {
    const auto all = parse_profile(
        "<flat-profile><a>1</a><A>2</A><Auth_Resync-Reboot_1_>No</Auth_Resync-Reboot_1_>"
        "<a>3</a></flat-profile>");
    CPPUNIT_ASSERT_EQUAL(size_t{4}, all.size());
    equal("a", all[0].name);
    equal("A", all[1].name);
    equal("Auth_Resync-Reboot_1_", all[2].name);
    equal("3", all[3].value);
  }

  void knows_only_ascii() {
    const auto all = parse_profile("<flat-profile><A>Jiří &#345;</A><B>x</B></flat-profile>");
    equal("Ji?? ?", all[0].value);
    CPPUNIT_ASSERT(!all[0].was_ascii);
    CPPUNIT_ASSERT(all[1].was_ascii);
  }

  void refuses_what_it_cannot_read() {
    constexpr const char* profiles[] = {
        "",
        "no profile",
        "<flat-profile><A>1</A>",
        "<flat-profile><A>1</B></flat-profile>",
        "<flat-profile><A>1</flat-profile>",
        "<flat-profile><A>a&b</A></flat-profile>",
        "<flat-profile><A>&bogus;</A></flat-profile>",
        "<flat-profile><A>&#0;</A></flat-profile>",
        "<flat-profile><A>a<b</A></flat-profile>",
        "<flat-profile><A><![CDATA[1]]></A></flat-profile>",
        "<!DOCTYPE x><flat-profile></flat-profile>",
        "<flat-profile><A>1</A></flat-profil>",
        "<Flat-Profile></Flat-Profile>",
        "<flat-profile><!-- </flat-profile>",
        "<flat-profile",
    };
    for (const char* profile : profiles)
      CPPUNIT_ASSERT_THROW_MESSAGE(profile, parse_profile(profile), Corrupt);
  }

 private:
  static std::string value(const std::string& written) {
    return parse_profile("<flat-profile><A>" + written + "</A></flat-profile>").at(0).value;
  }

  static void equal(const std::string& expected, const std::string& actual) {
    CPPUNIT_ASSERT_EQUAL(expected, actual);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ProfileParserTest);

}  // namespace virtual_phone
