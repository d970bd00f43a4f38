// Tests lib/bulk/table_rows.cc: a table that is taken apart and put together again.
#include "bulk/table_rows.h"

#include "base/csv.h"
#include "fixtures.h"

namespace spaconf {

class TableRowsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TableRowsTest);
  CPPUNIT_TEST(keeps_each_row_on_its_line);
  CPPUNIT_TEST(keeps_every_cell);
  CPPUNIT_TEST(leaves_out_the_reasons_of_a_table_of_rejected_rows);
  CPPUNIT_TEST(has_nothing_of_an_empty_table);
  CPPUNIT_TEST_SUITE_END();

  /// "3:a|b " for a row on line 3.
  static std::string listed(const std::vector<csv::Row>& rows) {
    std::string text;
    for (const csv::Row& row : rows) {
      text += std::to_string(row.line) + ":";
      for (const std::string& cell : row.cells) text += cell + "|";
      text += " ";
    }
    return text;
  }

  void keeps_each_row_on_its_line() {
    const auto table = table_rows("login;mac\r\n\r\n1;2\r\n\"x\ny\";3\n\n\n4;5");
    CPPUNIT_ASSERT_EQUAL(std::string("1:login|mac| 3:1|2| 4:x\ny|3| 8:4|5| "),
                         listed(csv::parse(table_of(table.head, table.rows))));
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      const auto one = csv::parse(table_of(table.head, {table.rows[i]}));
      CPPUNIT_ASSERT_EQUAL(std::size_t(2), one.size());
      CPPUNIT_ASSERT_EQUAL(table.rows[i].line, one[1].line);
    }
    const auto two = csv::parse(table_of(table.head, {table.rows[0], table.rows[2]}));
    CPPUNIT_ASSERT_EQUAL(std::string("1:login|mac| 3:1|2| 8:4|5| "), listed(two));
  }

  void keeps_every_cell() {
    const std::vector<std::string> cells{"'=1", "=1+1", " a ", "\"", ";,", "ř", "", "x\r\ny"};
    const auto table = table_rows(csv::row({"login", "mac"}) + csv::row(cells));
    CPPUNIT_ASSERT(cells == cells_of(table.rows.at(0).text));
    CPPUNIT_ASSERT(cells == csv::parse(table_of(table.head, table.rows)).at(1).cells);
  }

  void leaves_out_the_reasons_of_a_table_of_rejected_rows() {
    const auto table = table_rows("login,mac,reason\n1,2,why\n3\n,,\n");
    CPPUNIT_ASSERT_EQUAL(std::string("1:login|mac| 2:1|2| 3:3| "),
                         listed(csv::parse(table_of(table.head, table.rows))));
    const auto middle = table_rows("Login,Reason,MAC\n1,why,2\n,,\n");
    CPPUNIT_ASSERT_EQUAL(std::string("1:login|mac| 2:1|2| "),
                         listed(csv::parse(table_of(middle.head, middle.rows))));
  }

  void has_nothing_of_an_empty_table() {
    for (const char* text : {"login\n", "\n\nlogin,mac\n", "login,mac\n,\n"}) {
      CPPUNIT_ASSERT(table_rows(text).rows.empty());
    }
    CPPUNIT_ASSERT(cells_of("").empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TableRowsTest);

}  // namespace spaconf
