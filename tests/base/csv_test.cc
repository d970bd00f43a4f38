// Tests lib/base/csv.cc.
#include "base/csv.h"

#include "fixtures.h"

namespace spaconf {

class CsvTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CsvTest);
  CPPUNIT_TEST(reads_back_what_it_wrote);
  CPPUNIT_TEST(lets_no_spreadsheet_calculate);
  CPPUNIT_TEST(quotes_as_rfc_4180_says);
  CPPUNIT_TEST(takes_what_spreadsheets_write);
  CPPUNIT_TEST(says_in_which_line_it_stopped);
  CPPUNIT_TEST_SUITE_END();

  void reads_back_what_it_wrote() {
    const std::vector<std::string> cells = {
        "",      "plain", "a,b",   "a;b", "\"",   "\"\"a\"",      "a\nb", "\r\n",
        "=1+1",  "+420",  "-1",    "@x",  "'",    "''",           "'=",   "'abc",
        "Řehoř", " a ",   "'\"\n", "=\"", "0001", "\xef\xbb\xbf", "x"};
    for (const std::string& cell : cells) {
      auto rows = csv::parse(csv::row({"first", cell, "last"}) + csv::row({cell, "next"}));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(cell, std::size_t(2), rows.size());
      CPPUNIT_ASSERT_EQUAL(cell, rows[0].cells.at(1));
      CPPUNIT_ASSERT_EQUAL(cell, rows[1].cells.at(0));
    }
    auto rows = csv::parse(csv::row(cells) + csv::row(cells));
    CPPUNIT_ASSERT(rows.size() == 2 && rows[0].cells == cells && rows[1].cells == cells);
  }

  void lets_no_spreadsheet_calculate() {
    for (const std::string value : {"=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"}) {
      CPPUNIT_ASSERT_EQUAL("'" + value + "\r\n", csv::row({value}));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("a=1\r\n"), csv::row({"a=1"}));
  }

  void quotes_as_rfc_4180_says() {
    CPPUNIT_ASSERT_EQUAL(std::string("a,\"b,c\",\"say \"\"x\"\"\",\"two\nlines\",\r\n"),
                         csv::row({"a", "b,c", "say \"x\"", "two\nlines", ""}));
  }

  void takes_what_spreadsheets_write() {
    for (const char* text : {"a,b\r\n1,2\r\n", "a,b\n1,2\n", "a,b\n1,2",
                             "\xef\xbb\xbf"
                             "a,b\n1,2\n",
                             "a;b\r\n1;2\r\n", "\"a\",\"b\"\n\n\n\"1\",2\n\n"}) {
      auto rows = csv::parse(text);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::size_t(2), rows.size());
      CPPUNIT_ASSERT(rows[0].cells == (std::vector<std::string>{"a", "b"}));
      CPPUNIT_ASSERT(rows[1].cells == (std::vector<std::string>{"1", "2"}));
    }
    auto rows = csv::parse("a\n\"x\ny\"\nz\n");
    CPPUNIT_ASSERT_EQUAL(2, rows[1].line);
    CPPUNIT_ASSERT_EQUAL(4, rows[2].line);
    CPPUNIT_ASSERT(csv::parse("").empty());
  }

  void says_in_which_line_it_stopped() {
    for (auto [text, thrown] : {std::pair{"a\n\"b", "line 2: a quotation mark is never closed"},
                                {"a\n\"b\"c\n", "line 2: text after a closing"},
                                {"a\n\"b\nc\n", "line 2: a quotation mark is never closed"}}) {
      assert_has(thrown_by([&] { csv::parse(text); }), thrown);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CsvTest);

}  // namespace spaconf
