// Tests lib/bulk/rejected_rows.cc.
#include "bulk/rejected_rows.h"

#include "bulk/table.h"
#include "fixtures.h"

namespace spaconf {

class RejectedRowsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RejectedRowsTest);
  CPPUNIT_TEST(can_be_imported_again);
  CPPUNIT_TEST(leave_passwords_empty_when_asked);
  CPPUNIT_TEST_SUITE_END();

  const std::string text =
      "Login;mac;;line1_password;serial\nnovak;zz:11;;Hidden12;'0123\nzeleny\n";
  const Table table{text};

  std::string written(RejectedPasswords passwords) const {
    const std::vector<std::string> sentences{"mac: This is \"bad\".", "=serial: so is this"};
    std::string written = rejected_header(table.columns());
    table.for_each([&](csv::Row&& row) {
      written += rejected_row(table.columns(), {row.line, row.cells, sentences}, passwords);
    });
    return written;
  }

  void can_be_imported_again() {
    const std::string again = written(RejectedPasswords::written);
    CPPUNIT_ASSERT_EQUAL(
        std::string("login,mac,line1_password,serial,reason\r\n"
                    "novak,zz:11,Hidden12,'0123,"
                    "\"line 2: mac: This is \"\"bad\"\".; =serial: so is this\"\r\n"
                    "zeleny,,,,\"line 3: mac: This is \"\"bad\"\".; =serial: so is this\"\r\n"),
        again);
    const Table rejected(again);
    rejected.for_each([&](csv::Row&& row) {
      CPPUNIT_ASSERT_EQUAL(std::string(), rejected.row_error(row));
      if (row.line > 2) return;
      CPPUNIT_ASSERT_EQUAL(std::string_view("Hidden12"), rejected.cell(row, "line1_password"));
      CPPUNIT_ASSERT_EQUAL(std::string_view("0123"), rejected.cell(row, "serial"));
      CPPUNIT_ASSERT(!rejected.form(row, true).has("reason"));
    });
  }

  void leave_passwords_empty_when_asked() {
    const std::string without = written(RejectedPasswords::empty);
    CPPUNIT_ASSERT(without.find("Hidden12") == without.npos);
    assert_has(without, "novak,zz:11,,'0123,");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RejectedRowsTest);

}  // namespace spaconf
