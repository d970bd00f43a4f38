// Tests lib/bulk/spreadsheet_damage.cc.
#include "bulk/spreadsheet_damage.h"

#include "fixtures.h"

namespace spaconf {

class SpreadsheetDamageTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SpreadsheetDamageTest);
  CPPUNIT_TEST(names_what_a_spreadsheet_has_destroyed);
  CPPUNIT_TEST(leaves_what_was_typed);
  CPPUNIT_TEST(tells_each_column);
  CPPUNIT_TEST(never_repeats_a_password);
  CPPUNIT_TEST(finds_numbers_without_their_leading_zeros);
  CPPUNIT_TEST_SUITE_END();

  void names_what_a_spreadsheet_has_destroyed() {
    for (auto [column, cell, sentence] :
         {std::tuple{"mac", "0,00E+00", "made the number 0,00E+00 of this, and its other digits"},
          {"mac", "1.23E+11", "made the number 1.23E+11"},
          {"mac", "1217112233", "has 10 digits instead of 12. It was probably 001217112233."},
          {"mac", "3.12.2024", "made the date 3.12.2024"},
          {"serial", "8,8019E+11", "made the number 8,8019E+11"},
          {"serial", "2024-12-03 00:00:00", "made the date"},
          {"line2_user", "3,78E+08", "made the number 3,78E+08"},
          {"line1_user", "1001,00", "made the number 1001,00"},
          {"line1_user", "03.XII", "made the date 03.XII"},
          {"hostname", "12-Mar", "made the date 12-Mar"},
          {"inventory", "1,23E+05", "made the number 1,23E+05"},
          {"login", "#N/A", "shows #N/A instead of a value"},
          {"serial", "########", "its column is too narrow"}}) {
      assert_has(spreadsheet_damage(column, cell), sentence);
    }
  }

  void leaves_what_was_typed() {
    for (auto [column, cell] : {std::pair{"mac", "000e08112233"},
                                {"mac", "00:0e:08:11:22:33"},
                                {"mac", "001217112233"},
                                {"mac", "12171"},
                                {"mac", "novak"},
                                {"serial", "88019E042805"},
                                {"serial", "4MM00F903042"},
                                {"line1_user", "1001"},
                                {"line1_user", "0123"},
                                {"hostname", "mar-12"},
                                {"inventory", "2024-12-03"},
                                {"inventory", "1e5"},
                                {"setting", "A = 1"},
                                {"line1_display", "3.12.2024"},
                                {"line1_permission", "ld"},
                                {"version", "7"}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(cell, std::string(), spreadsheet_damage(column, cell));
    }
  }

  void tells_each_column() {
    const std::string text = "login,mac,serial\nnovak,\"0,00E+00\",\"8,8E+11\"\n";
    const Table table(text);
    table.for_each([&](csv::Row&& row) {
      const auto problems = spreadsheet_damage(table, row);
      CPPUNIT_ASSERT_EQUAL(std::size_t(2), problems.size());
      CPPUNIT_ASSERT_EQUAL(std::string("mac"), problems[0].field);
      CPPUNIT_ASSERT_EQUAL(std::string("serial"), problems[1].field);
    });
  }

  void never_repeats_a_password() {
    const std::string sentence = spreadsheet_damage("line1_password", "1,23E+11");
    assert_has(sentence, "made a number of this password");
    CPPUNIT_ASSERT(sentence.find("1,23") == sentence.npos);
    CPPUNIT_ASSERT_EQUAL(std::string(), spreadsheet_damage("line1_password", "####"));
  }

  void finds_numbers_without_their_leading_zeros() {
    CPPUNIT_ASSERT(has_lost_zeros("0123", "123") && has_lost_zeros("00123", "123"));
    for (auto [value, cell] : {std::pair{"0123", "0123"},
                               {"1123", "123"},
                               {"0123", ""},
                               {"0123", "0124"},
                               {"0abc", "abc"},
                               {"123", "0123"}}) {
      CPPUNIT_ASSERT_MESSAGE(cell, !has_lost_zeros(value, cell));
    }
    Registration there;
    there.lines = {{1, "0123", {}, "Jan", {}}};
    assert_has(thrown_by([&] { refuse_lost_zeros(there, "00123"); }), "rejected");
    CPPUNIT_ASSERT_EQUAL(std::string(), thrown_by([&] { refuse_lost_zeros(there, "0456"); }));
    const std::string text = "ref,line1_user\nk3v9,123\nk3v9,456\n";
    const Table table(text);
    std::string said;
    table.for_each([&](csv::Row&& row) {
      said += thrown_by([&] { refuse_lost_zeros(table, row, there); }) + ";";
    });
    CPPUNIT_ASSERT(said.starts_with("other: rejected") && said.ends_with(";;"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SpreadsheetDamageTest);

}  // namespace spaconf
