// Tests lib/base/spreadsheet_cell.cc.
#include "base/spreadsheet_cell.h"

#include "fixtures.h"

namespace spaconf {

class SpreadsheetCellTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SpreadsheetCellTest);
  CPPUNIT_TEST(knows_what_a_spreadsheet_changes);
  CPPUNIT_TEST(knows_what_a_spreadsheet_keeps);
  CPPUNIT_TEST(recognises_long_numbers);
  CPPUNIT_TEST(recognises_dates);
  CPPUNIT_TEST(recognises_errors);
  CPPUNIT_TEST_SUITE_END();

  void knows_what_a_spreadsheet_changes() {
    for (const char* cell : {"=1+1",         "+420 377 631 001",
                             "-1",           "@x",
                             "\t1",          "0123",
                             "000",          "880190000805",
                             "377631001",    "1.50",
                             "1,5",          "1 001",
                             "12%",          "3-12",
                             "3/4",          "3.12.2024",
                             "2024-12-03",   "12:30",
                             "1:2:3",        "1e5",
                             "88019E042805", "000008112233",
                             "jan1",         "3-Mar",
                             "MAR-12",       "12. březen 2024",
                             "Dez 24",       "TRUE",
                             "nepravda",     " 12",
                             "1001 ",        "(12)"}) {
      CPPUNIT_ASSERT_MESSAGE(cell, is_changed_by_spreadsheets(cell));
    }
  }

  void knows_what_a_spreadsheet_keeps() {
    for (const char* cell : {"",
                             "0",
                             "7",
                             "1001",
                             "70000001",
                             "novak",
                             "spa942",
                             "00:0e:08:11:22:33",
                             "000e0811223f",
                             "88019FA42805",
                             "4MM00F903042",
                             "phone-1001",
                             "ld local",
                             "Eva Čárková",
                             "Ring = 1",
                             "UI-305",
                             "mar",
                             "march-hare-1",
                             "novak1",
                             "truest",
                             "local",
                             "a=1",
                             ".",
                             "k3v9tq7x2m"}) {
      CPPUNIT_ASSERT_MESSAGE(cell, !is_changed_by_spreadsheets(cell));
    }
  }

  void recognises_long_numbers() {
    for (const char* cell :
         {"0,00E+00", "0.00E+00", "1,23E+11", "8.8019E+11", "1E+05", "-1.5e-7", " 1,23E+11 "}) {
      CPPUNIT_ASSERT_MESSAGE(cell, is_scientific(cell));
    }
    for (const char* cell :
         {"", "1e5", "000e08112233", "88019E042805", "E+05", "1E+", "1,E+05", "1E+05x", "1001"}) {
      CPPUNIT_ASSERT_MESSAGE(cell, !is_scientific(cell));
    }
  }

  void recognises_dates() {
    for (const char* cell :
         {"3.12.2024", "03.12.2024 0:00", "3. 12. 2024", "3.12.", "12/3/24", "2024-12-03",
          "2024-12-03 00:00:00", "03.XII", "1.II", "3-Dec", "Dec-24", "12-Mar"}) {
      CPPUNIT_ASSERT_MESSAGE(cell, is_spreadsheet_date(cell));
    }
    for (const char* cell : {"", "1001", "3.5", "12:30", "phone-12", "mar-12", "12-mar", "3/4",
                             "00:0e:08:11:22:33", "00-0e-08-11-22-33", "1-2", "A-1", "Lab-12"}) {
      CPPUNIT_ASSERT_MESSAGE(cell, !is_spreadsheet_date(cell));
    }
  }

  void recognises_errors() {
    for (const char* cell : {"#N/A", "#NV", "#REF!", "#NAME?", "#HODNOTA!", "####"}) {
      CPPUNIT_ASSERT_MESSAGE(cell, is_spreadsheet_error(cell));
    }
    for (const char* cell : {"", "#", "#12", "A#", "12!"}) {
      CPPUNIT_ASSERT_MESSAGE(cell, !is_spreadsheet_error(cell));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SpreadsheetCellTest);

}  // namespace spaconf
