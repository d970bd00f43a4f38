// Tests lib/bulk/export.cc.
#include "bulk/export.h"

#include <algorithm>

#include "fixtures.h"

namespace spaconf {

class ExportTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ExportTest);
  CPPUNIT_TEST(has_the_forms_own_names_and_no_password);
  CPPUNIT_TEST(has_a_cell_for_each_column);
  CPPUNIT_TEST_SUITE_END();

  void has_the_forms_own_names_and_no_password() {
    const auto& columns = export_columns();
    CPPUNIT_ASSERT_EQUAL(std::string("ref"), columns.front());
    CPPUNIT_ASSERT_EQUAL(std::string("state"), columns.back());
    for (const char* name : {"login", "mac", "line1_user", "line6_display"}) {
      CPPUNIT_ASSERT(std::ranges::count(columns, name) == 1);
    }
    for (const std::string& name : columns) CPPUNIT_ASSERT(name.find("password") == name.npos);
  }

  void has_a_cell_for_each_column() {
    Record record;
    record.ref = "abcdefghjk";
    record.state = RegistrationState::live;
    record.version = 7;
    record.wanted.login = "novak";
    record.wanted.model = find_model("spa942");
    record.wanted.mac = Mac::parse("000e08112233");
    record.wanted.hostname = "phone-1001";
    record.wanted.settings = {{"Ring", "1"}, {"Tone", "2"}};
    record.wanted.lines = {
        {1, "1001", Secret("hidden"), "Jan", std::vector<std::string>{"local", "ld"}},
        {3, "1003", {}, "Eva, Jan", std::vector<std::string>{}}};
    const std::vector<std::string> row = {"abcdefghjk",
                                          "7",
                                          "novak",
                                          "spa942",
                                          "00:0e:08:11:22:33",
                                          "",
                                          "phone-1001",
                                          "",
                                          "Ring = 1\nTone = 2",
                                          "1001",
                                          "Jan",
                                          "local ld",
                                          "",
                                          "",
                                          "",
                                          "1003",
                                          "Eva, Jan",
                                          "",
                                          "",
                                          "",
                                          "",
                                          "",
                                          "",
                                          "",
                                          "",
                                          "",
                                          "",
                                          "live"};
    CPPUNIT_ASSERT_EQUAL(export_columns().size(), row.size());
    CPPUNIT_ASSERT(export_row(record) == row);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ExportTest);

}  // namespace spaconf
