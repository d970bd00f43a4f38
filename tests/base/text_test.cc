// Tests lib/base/text.cc.
#include "base/text.h"

#include "fixtures.h"

namespace spaconf {

class TextTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TextTest);
  CPPUNIT_TEST(trims_blanks_and_line_ends);
  CPPUNIT_TEST(trims_control_characters_where_it_is_asked_to);
  CPPUNIT_TEST(leaves_no_blank_but_the_plain_one);
  CPPUNIT_TEST(splits_and_replaces);
  CPPUNIT_TEST(changes_the_case_of_ascii_only);
  CPPUNIT_TEST(knows_utf8);
  CPPUNIT_TEST(finds_control_characters);
  CPPUNIT_TEST(counts_code_points);
  CPPUNIT_TEST(writes_any_script_in_ascii);
  CPPUNIT_TEST(writes_thousands_apart);
  CPPUNIT_TEST_SUITE_END();

  void trims_blanks_and_line_ends() {
    for (auto [text, trimmed] : {std::pair{"", ""},
                                 {" \t\r\n", ""},
                                 {"a", "a"},
                                 {" a b\r\n", "a b"},
                                 {"\ta", "a"},
                                 {"\u00a0ř b\u00a0", "ř b"},
                                 {"\ufeffr\u200b\u3000", "r"},
                                 {"\u2028r\u0085\u2060", "r"},
                                 {"\u200b", ""},
                                 {"r\u200bs", "r\u200bs"},
                                 {"\x02r\x03", "\x02r\x03"},
                                 {"\xff r \xc5", "\xff r \xc5"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string_view(trimmed), trim(text));
    }
  }

  void trims_control_characters_where_it_is_asked_to() {
    for (auto [text, trimmed] : {std::pair{"\x02 000e08112233\x03\r\n", "000e08112233"},
                                 {"\x1d\u00a0\x04", ""},
                                 {"a\x1d"
                                  "b\t",
                                  "a\x1d"
                                  "b"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string_view(trimmed), trim_controls(text));
    }
    CPPUNIT_ASSERT_EQUAL(std::string_view("a"), trim_controls(std::string_view("\0a\0", 3)));
  }

  void leaves_no_blank_but_the_plain_one() {
    for (auto [text, plain] : {std::pair{"\u00a0Jan\u00a0Novák\u202f", "Jan Novák"},
                               {"I-17\u200b\u00ad-ř\ufeff", "I-17-ř"},
                               {"می\u200cخواهم", "می\u200cخواهم"},
                               {"a\tb", "a\tb"},
                               {"ř\u2028b", "ř\u2028b"},
                               {" a ", "a"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(plain), plain_blanks(text));
    }
  }

  void splits_and_replaces() {
    using Parts = std::vector<std::string>;
    CPPUNIT_ASSERT(split("", ',') == Parts{""});
    CPPUNIT_ASSERT((split("a,,b,", ',') == Parts{"a", "", "b", ""}));
    for (auto [text, from, to, result] : {std::tuple{"aXbX", "X", "", "ab"},
                                          {"aa", "a", "aa", "aaaa"},
                                          {"{n}_{n}", "{n}", "1", "1_1"},
                                          {"", "x", "y", ""},
                                          {"abc", "x", "y", "abc"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(result), replaced(text, from, to));
    }
  }

  void changes_the_case_of_ascii_only() {
    CPPUNIT_ASSERT_EQUAL(std::string("az@[`{09Ř"), lower("AZ@[`{09Ř"));
    CPPUNIT_ASSERT_EQUAL(std::string("AZ@[`{09ř"), upper("az@[`{09ř"));
  }

  void knows_utf8() {
    for (const char* text : {"", "a", "ř", "漢", "\U0001f600", "\u0080", "\xf4\x8f\xbf\xbf"}) {
      CPPUNIT_ASSERT_MESSAGE(text, is_utf8(text));
    }
    for (const char* text :
         {"\x80", "\xff", "\xc3", "a\xc3(", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf", "\xed\xa0\x80",
          "\xed\xbf\xbf", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xe6\xbc", "\xf0\x9f\x98"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !is_utf8(text));
    }
  }

  void finds_control_characters() {
    for (const char* text : {"\n", "a\r", "\t", "\x1b[0m", "\x7f", "\u0080", "\u0085", "\u009b",
                             "\u2028", "\u2029", "\x01"}) {
      CPPUNIT_ASSERT_MESSAGE(text, has_controls(text));
    }
    CPPUNIT_ASSERT(has_controls(std::string_view("a\0b", 3)));
    for (const char* text : {"", "a b", "ř", "\u00a0", "~", "\U0001f600"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !has_controls(text));
    }
  }

  void counts_code_points() {
    CPPUNIT_ASSERT_EQUAL(std::size_t(0), length(""));
    CPPUNIT_ASSERT_EQUAL(std::size_t(4), length("ař漢\U0001f600"));
    CPPUNIT_ASSERT_EQUAL(std::string_view("ař"), beginning("ař漢", 2));
    CPPUNIT_ASSERT_EQUAL(std::string_view("ař漢"), beginning("ař漢", 9));
    CPPUNIT_ASSERT_EQUAL(std::string_view(""), beginning("ř", 0));
  }

  void writes_any_script_in_ascii() {
    for (auto [text, written] :
         {std::pair{"Jan Novak", "Jan Novak"},
          {"Příliš žluťoučký kůň úpěl ďábelské ódy", "Prilis zlutoucky kun upel dabelske ody"},
          {"ŘEHOŘ ŽIŽKA", "REHOR ZIZKA"},
          {"Siobhán O'Hara & Sons <test>", "Siobhan O'Hara & Sons <test>"},
          {"Łukasz Weiß Ørsted", "Lukasz Weiss Orsted"},
          {"Жанна", "Zanna"},
          {"Ελένη", "Elene"},
          {"e\u0301", "e"},
          {"ế\u0323", "e"},
          {"≮x ž", "x z"},
          {"„Jan“ – Novák…", ",,Jan\" - Novak..."},
          {"a\u00a0b", "a b"},
          {"  a   b\t", "a b"},
          {"a\nb", "a b"},
          {"ř\tř\nř", "r r r"},
          {"Jan \U0001f600 Novák", "Jan Novak"},
          {"\U0001f600", ""},
          {"", ""}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string(written), ascii(text));
    }
    for (const char* text : {"漢字", "ひらがな", "עברית", "العربية", "ไทย", "\xff\xfe", "\u200b"}) {
      for (char c : ascii(text)) CPPUNIT_ASSERT_MESSAGE(text, c >= ' ' && c <= '~');
    }
    CPPUNIT_ASSERT(!ascii("漢字").empty());
  }

  void writes_thousands_apart() {
    for (auto [number, english, czech] : {std::tuple{0L, "0", "0"},
                                          {999L, "999", "999"},
                                          {9'999L, "9,999", "9\u00a0999"},
                                          {-1'234'567L, "-1,234,567", "-1\u00a0234\u00a0567"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(english), grouped(number, "en"));
      CPPUNIT_ASSERT_EQUAL(std::string(czech), grouped(number, "cs"));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TextTest);

}  // namespace spaconf
