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
  CPPUNIT_TEST(finds_the_separator);
  CPPUNIT_TEST(reads_the_line_that_names_the_separator);
  CPPUNIT_TEST(reads_a_formula_that_is_a_text);
  CPPUNIT_TEST(marks_what_a_spreadsheet_would_change);
  CPPUNIT_TEST(says_in_which_line_and_column_it_stopped);
  CPPUNIT_TEST(gives_one_row_after_another);
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

  void finds_the_separator() {
    for (const std::string text :
         {"a,b\r1,2\r", "a\tb\n1\t2\n", "a;b\n1;2", "\"a\";b\n\"1\";2", "sep=|\na|b\n1|2"}) {
      const auto rows = csv::parse(text);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::size_t(2), rows.size());
      CPPUNIT_ASSERT_MESSAGE(text, rows[0].cells == (std::vector<std::string>{"a", "b"}));
      CPPUNIT_ASSERT_MESSAGE(text, rows[1].cells == (std::vector<std::string>{"1", "2"}));
    }
    // Those within quotation marks do not count.
    CPPUNIT_ASSERT(csv::parse("\"a,b,c\";d\n")[0].cells ==
                   (std::vector<std::string>{"a,b,c", "d"}));
    CPPUNIT_ASSERT(csv::parse("\"a\nb\";c\n")[0].cells.size() == 2);
  }

  void reads_the_line_that_names_the_separator() {
    const auto rows = csv::parse("\xef\xbb\xbfsep=;\r\na,b;c\r\n1;2\r\n");
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), rows.size());
    CPPUNIT_ASSERT(rows[0].cells == (std::vector<std::string>{"a,b", "c"}));
    CPPUNIT_ASSERT_EQUAL(2, rows[0].line);
    for (const char* text : {"sep=;;\na", "sep=\na", "sep=\"\na"}) {
      assert_has(thrown_by([&] { csv::parse(text); }),
                 "line 1: after sep= must come one character");
    }
    CPPUNIT_ASSERT(csv::parse("sep=").empty());
  }

  void reads_a_formula_that_is_a_text() {
    for (auto [cell, value] : {std::pair{"=\"0123\"", "0123"},
                               {"\"=\"\"0123\"\"\"", "0123"},
                               {"=\"a,b\"", "a,b"},
                               {"=\"say \"\"x\"\"\"", "say \"x\""},
                               {"=\"\"", ""},
                               {"=1+1", "=1+1"},
                               {"\"=\"\"a\"\"&\"\"b\"\"\"", "=\"a\"&\"b\""}}) {
      const auto rows = csv::parse("a,b\n" + std::string(cell) + ",x\n");
      CPPUNIT_ASSERT_EQUAL_MESSAGE(cell, std::string(value), rows.at(1).cells.at(0));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(cell, std::string("x"), rows.at(1).cells.at(1));
    }
  }

  void marks_what_a_spreadsheet_would_change() {
    for (const std::string value : {"0123", "880190000805", "3-12", "1e5", "true", "jan1"}) {
      CPPUNIT_ASSERT_EQUAL("'" + value + "\r\n", csv::row({value}));
      // Some spreadsheets remove the mark again.
      for (const std::string& cell : {"'" + value, value}) {
        CPPUNIT_ASSERT_EQUAL(value, csv::parse("a\n" + cell + "\n").at(1).cells.at(0));
      }
    }
    CPPUNIT_ASSERT_EQUAL(std::string("1001,00:0e:08:11:22:33\r\n"),
                         csv::row({"1001", "00:0e:08:11:22:33"}));
    // What a person has typed stays.
    CPPUNIT_ASSERT_EQUAL(std::string("'t Hooft"), csv::parse("a\n't Hooft\n").at(1).cells.at(0));
  }

  void says_in_which_line_and_column_it_stopped() {
    for (auto [text, thrown] :
         {std::pair{"a\n\"b", "line 2, column a: a quotation mark is never closed"},
          {"a\n\"b\"c\n", "line 2, column a: text after a closing"},
          {"a\n\"b\nc\n", "line 2, column a: a quotation mark is never closed"},
          {"a, b\n1,\"x\"y\n", "line 2, column b: text after a closing"},
          {"a,b\n1,2,\"x", "line 2: a quotation mark is never closed"},
          {"a,\"b", "line 1: a quotation mark is never closed"}}) {
      assert_has(thrown_by([&] { csv::parse(text); }), thrown);
    }
  }

  void gives_one_row_after_another() {
    csv::Reader reader("a\n\n1\n\"\n");
    CPPUNIT_ASSERT_EQUAL(1, reader.next()->line);
    CPPUNIT_ASSERT_EQUAL(3, reader.next()->line);
    // The error comes with its row.
    assert_has(thrown_by([&] { reader.next(); }), "line 4, column a: ");
    CPPUNIT_ASSERT(!csv::Reader("a").next()->cells.empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CsvTest);

}  // namespace spaconf
