// Tests lib/bulk/rejected_rows.cc.
#include "bulk/rejected_rows.h"

#include "fixtures.h"

namespace spaconf {

class RejectedRowsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RejectedRowsTest);
  CPPUNIT_TEST(can_be_imported_again);
  CPPUNIT_TEST(leave_passwords_out_when_asked);
  CPPUNIT_TEST_SUITE_END();

  const std::string text =
      "Login;mac;;line1_password;serial\nnovak;zz:11;;Hidden12;'0123\nzeleny\n";
  const Table table{text};

  std::string written(RejectedColumns which) const {
    std::string written = rejected_header(table, which);
    table.for_each([&](csv::Row&& row) {
      const RowResult result{.line = row.line,
                             .kind = RowResult::Kind::refused,
                             .ref = {},
                             .sentences = {"mac: This is \"bad\".", "=serial: so is this"},
                             .problems = {},
                             .cells = row.cells};
      written += rejected_row(table, which, result);
    });
    return written;
  }

  void can_be_imported_again() {
    const std::string again = written(RejectedColumns::all);
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

  void leave_passwords_out_when_asked() {
    const std::string without = written(RejectedColumns::without_passwords);
    CPPUNIT_ASSERT(without.find("assword") == without.npos);
    CPPUNIT_ASSERT(without.find("Hidden12") == without.npos);
    assert_has(without, "novak,zz:11,'0123,");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RejectedRowsTest);

}  // namespace spaconf
