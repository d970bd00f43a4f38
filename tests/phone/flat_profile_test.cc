// Tests lib/phone/flat_profile.cc.
#include "phone/flat_profile.h"

#include "fixtures.h"

namespace spaconf {

class FlatProfileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FlatProfileTest);
  CPPUNIT_TEST(reads_what_a_phone_reads);
  CPPUNIT_TEST(refuses_what_a_phone_would_stumble_over);
  CPPUNIT_TEST(names_the_line);
  CPPUNIT_TEST_SUITE_END();

  static std::string in_root(const std::string& text) {
    return "<flat-profile>" + text + "</flat-profile>";
  }

  void reads_what_a_phone_reads() {
    struct Row {
      const char *xml, *value;
    } const table[] = {{"<X>a</X>", "a"},
                       {"<X></X>", ""},
                       {"<X>\n a b \r\n</X>", "a b"},
                       {"<X ua=\"na\">a</X>", "a"},
                       {"<X>&lt;&amp;&gt;&quot;&apos;&#65;&#x42;</X>", "<&>\"'AB"},
                       {"<X>a<!-- b -->c</X>", "ac"},
                       {" <!-- b -->\n<X>a</X>\n", "a"},
                       {"<X>]]&gt;</X>", "]]>"}};
    for (const Row& row : table) {
      Parameters read = parse_flat_profile(in_root(row.xml));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.xml, std::size_t(1), read.size());
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.xml, std::string("X"), read[0].first);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.xml, std::string(row.value), read[0].second);
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t(0), parse_flat_profile(in_root("")).size());
    CPPUNIT_ASSERT_EQUAL(
        std::size_t(1), parse_flat_profile("<?xml version=\"1.0\"?>" + in_root("<X>a</X>")).size());
  }

  void refuses_what_a_phone_would_stumble_over() {
    for (const std::string& xml : {std::string(),
                                   std::string("text"),
                                   std::string("<X>a</X>"),
                                   std::string("<Flat-Profile></Flat-Profile>"),
                                   std::string("<flat-profile>"),
                                   in_root("") + in_root(""),     // two roots
                                   in_root("<X>a</X>") + "text",  //
                                   in_root("<X>a</Y>"),
                                   in_root("<X>a</x>"),  // not closed, or by another name
                                   in_root("<X>a"),
                                   in_root("<X a=\"1\" a=\"2\">a</X>"),
                                   in_root("<X>&bogus;</X>"),
                                   in_root("<X>a & b</X>"),
                                   in_root("<X>a < b</X>"),
                                   in_root("<X>\x01</X>"),
                                   in_root("<X>&#1;</X>"),
                                   in_root(std::string("<X>\0</X>", 8)),
                                   in_root("<X>\xff</X>"),
                                   in_root("<X>\xc0\xaf</X>"),
                                   in_root("<X>\xed\xa0\x80</X>"),
                                   in_root("<X>]]></X>"),
                                   in_root("<1>a</1>"),
                                   in_root("<X y>a</X>"),
                                   in_root("<X>a</X><X>b</X>"),  // is set twice
                                   in_root("<X><Y>a</Y></X>"),
                                   in_root("stray<X>a</X>"),
                                   in_root("<X>\xc5\x99</X>"),
                                   in_root("<X>&#345;</X>"),  // not ASCII
                                   in_root("<X/>"),
                                   in_root("<X ua=\"na\"/>")}) {  // keeps what the phone had
      CPPUNIT_ASSERT_MESSAGE(xml, !thrown_by([&] { parse_flat_profile(xml); }).empty());
    }
  }

  void names_the_line() {
    assert_has(thrown_by([] { parse_flat_profile(in_root("\n<X>a</X>\n<X>b</X>")); }),
               "line 3: X is set twice");
    assert_has(thrown_by([] { parse_flat_profile(in_root("\n\n<X>&bogus;</X>")); }), "line 3: ");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FlatProfileTest);

}  // namespace spaconf
