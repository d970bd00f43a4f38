// Tests lib/bulk/table.cc.
#include "bulk/table.h"

#include <sys/stat.h>

#include <fstream>

#include "fixtures.h"

namespace spaconf {

class TableTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TableTest);
  CPPUNIT_TEST(finds_columns_by_their_names);
  CPPUNIT_TEST(takes_other_names_for_its_columns);
  CPPUNIT_TEST(reads_what_spreadsheets_write);
  CPPUNIT_TEST(leaves_out_what_is_empty);
  CPPUNIT_TEST(names_line_and_column_of_another_encoding);
  CPPUNIT_TEST(names_files_that_are_no_table);
  CPPUNIT_TEST(refuses_unknown_and_duplicate_columns);
  CPPUNIT_TEST(makes_a_form_of_a_row);
  CPPUNIT_TEST(refuses_a_large_file_before_it_is_read);
  CPPUNIT_TEST(refuses_too_many_rows);
  CPPUNIT_TEST_SUITE_END();

  static std::vector<csv::Row> rows_of(const Table& table) {
    std::vector<csv::Row> rows;
    table.for_each([&](csv::Row&& row) { rows.push_back(std::move(row)); });
    return rows;
  }

  void finds_columns_by_their_names() {
    const std::string text = "MAC, Login ,line1_USER,reason\n00:0E,novak,1001,bad\n";
    const Table table(text);
    CPPUNIT_ASSERT(table.columns() == (std::vector<std::string>{"mac", "login", "line1_user", ""}));
    const auto rows = rows_of(table);
    CPPUNIT_ASSERT_EQUAL(1, table.row_count());
    CPPUNIT_ASSERT_EQUAL(std::string_view("novak"), table.cell(rows[0], "login"));
    CPPUNIT_ASSERT_EQUAL(std::string_view(), table.cell(rows[0], "serial"));
    CPPUNIT_ASSERT(table.has("mac") && !table.has("serial") && !table.has("reason"));
  }

  void takes_other_names_for_its_columns() {
    const std::string text = "Who,Shoe size,Hat size,Ext\nnovak,42,58,1001\n";
    const std::vector<std::string> names{"login", "-", "-", "Line1_user"};
    const Table table(text, names);
    const auto rows = rows_of(table);
    CPPUNIT_ASSERT_EQUAL(std::string(), table.row_error(rows[0]));
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), table.form(rows[0], true).all().size());
    CPPUNIT_ASSERT_EQUAL(std::string("1001"), table.form(rows[0], false).text("line1_user"));
    CPPUNIT_ASSERT_THROW(Table(text, {"login", "-"}), csv::Malformed);
    CPPUNIT_ASSERT_THROW(Table(text, {"login", "-", "-", "hat"}), csv::Malformed);
    CPPUNIT_ASSERT_THROW(Table(text, {"login", "mac", "-", "mac"}), csv::Malformed);
  }

  void reads_what_spreadsheets_write() {
    for (const std::string text :
         {"login,inventory\nnovak,0012\n", "\xef\xbb\xbflogin;inventory\r\nnovak;=\"0012\"\r\n",
          "Login\tInventory\r\nnovak\t0012\r\n", "sep=;\nlogin;inventory;;\nnovak;'0012;;\n;;;\n",
          "\"login\",\"inventory\"\n\"novak\",\"0012\"", "login,inventory\rnovak,0012\r"}) {
      const Table table(text);
      const auto rows = rows_of(table);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::size_t(1), rows.size());
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string_view("novak"), table.cell(rows[0], "login"));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string_view("0012"),
                                   table.cell(rows[0], "inventory"));
    }
  }

  void leaves_out_what_is_empty() {
    const std::string text =
        "login,model,\n , ,\nnovak,spa942,,,\nnovak,spa942,,x\nnovak,spa942,y\n";
    const Table table(text);
    const auto rows = rows_of(table);
    CPPUNIT_ASSERT_EQUAL(std::size_t(3), rows.size());
    CPPUNIT_ASSERT_EQUAL(3, rows[0].line);
    CPPUNIT_ASSERT_EQUAL(std::string(), table.row_error(rows[0]));
    CPPUNIT_ASSERT_EQUAL(std::string("the row has more cells than the first row"),
                         table.row_error(rows[1]));
    CPPUNIT_ASSERT_EQUAL(std::string("the row has a cell in a column without a name"),
                         table.row_error(rows[2]));
  }

  void names_line_and_column_of_another_encoding() {
    for (auto [text, thrown] :
         {std::pair{
              "login,line1_display\nnovak,Jan\nzel,\x8e"
              "elezn\xfd\n",
              "line 3, column line1_display: the file is not UTF-8, but probably Windows-1250"},
          {"login\n\xff\xff\n", "line 2, column login: the file is not UTF-8. In the"},
          {"log\xedn\n",
           "line 1: the file is not UTF-8, but probably Windows-1250 or ISO 8859-2"}}) {
      const std::string said = thrown_by([&] { Table{text}; });
      assert_has(said, thrown);
      assert_has(said, "CSV UTF-8");
    }
  }

  void names_files_that_are_no_table() {
    using std::string_literals::operator""s;
    for (const auto& [bytes, is] :
         {std::pair{"PK\x03\x04[Content_Types].xml"s, "an Excel workbook (.xlsx), not CSV"},
          {"\xff\xfel\0o\0"s, "in UTF-16, not CSV in UTF-8"}}) {
      const std::string said = thrown_by([&] { Table{bytes}; });
      assert_has(said, "line 1: the file is "s + is);
      assert_has(said, "choose Save As and the type \"CSV UTF-8\"");
    }
    assert_has(thrown_by([] { Table{""}; }), "line 1: the file is empty");
    assert_has(thrown_by([] { Table{"\n\n"}; }), "line 1: the file is empty");
  }

  void refuses_unknown_and_duplicate_columns() {
    assert_has(thrown_by([] { Table{"login,colour\n"}; }), "line 1: unknown column \"colour\"");
    assert_has(thrown_by([] { Table{"login,Login\n"}; }), "line 1: duplicate column login");
    assert_has(thrown_by([] { Table{"sep=;\nlogin;colour\n"}; }), "line 2: unknown column");
  }

  void makes_a_form_of_a_row() {
    const std::string text =
        "ref,version,login,line1_permission,setting,hostname,line1_password\n"
        "k3v9,1, novak ,ld  local,\"A = 1\nB = 2\",,\n";
    const Table table(text);
    const auto row = rows_of(table).front();
    const Fields form = table.form(row, true), filled = table.form(row, false);
    CPPUNIT_ASSERT_EQUAL(std::string("novak"), form.text("login"));
    CPPUNIT_ASSERT(form.texts("line1_permission") == (std::vector<std::string>{"ld", "local"}));
    CPPUNIT_ASSERT(form.texts("setting") == (std::vector<std::string>{"A = 1", "B = 2"}));
    CPPUNIT_ASSERT(form.has("hostname") && !filled.has("hostname"));
    CPPUNIT_ASSERT(!form.has("ref") && !form.has("version") && !form.has("line1_password"));
  }

  void refuses_a_large_file_before_it_is_read() {
    const Folder folder;
    const std::string path = folder.file("table.csv", "login\n");
    CPPUNIT_ASSERT_EQUAL(std::string("login\n"), read_table_file(path));
    // Nobody may read it, so that only its size can be looked at.
    std::filesystem::resize_file(path, 100 << 20);
    std::filesystem::permissions(path, std::filesystem::perms::none);
    assert_has(thrown_by([&] { read_table_file(path); }),
               "the file has 100 MB, and a table may have 48");
    CPPUNIT_ASSERT_EQUAL(std::string(), table_size_error(largest_table));
    CPPUNIT_ASSERT(!table_size_error(largest_table + 1).empty());
    assert_has(thrown_by([] { Table{std::string(largest_table + 1, 'a')}; }),
               "a table may have 48");
  }

  void refuses_too_many_rows() {
    std::string text = "login\n";
    for (int row = 0; row < most_table_rows; ++row) text += "a\n";
    CPPUNIT_ASSERT_EQUAL(most_table_rows, Table(text).row_count());
    text += "a\n";
    assert_has(thrown_by([&] { Table{text}; }), "line 200002: a table may have 200000 rows");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TableTest);

}  // namespace spaconf
