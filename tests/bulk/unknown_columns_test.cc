// Tests lib/bulk/unknown_columns.cc with tables of other systems.
#include "bulk/unknown_columns.h"

#include "base/text.h"
#include "bulk/columns.h"
#include "fixtures.h"

namespace spaconf {

class UnknownColumnsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(UnknownColumnsTest);
  CPPUNIT_TEST(guesses_by_the_words_of_others);
  CPPUNIT_TEST(guesses_only_columns_of_an_import);
  CPPUNIT_TEST(asks_only_when_a_name_is_unknown);
  CPPUNIT_TEST(shows_the_first_cells_of_each_column);
  CPPUNIT_TEST(of_two_columns_with_one_meaning_the_first_has_it);
  CPPUNIT_TEST(a_text_that_is_cut_off_or_no_table_has_what_can_be_read);
  CPPUNIT_TEST_SUITE_END();

  static std::string meanings(std::string_view text) {
    std::string words;
    for (const SeenColumn& each : columns_to_name(text)) {
      words += each.name + "=" + each.meant + "[" + joined(each.examples, "|") + "] ";
    }
    return words;
  }

  void guesses_by_the_words_of_others() {
    const struct {
      const char *name, *column;
    } table[] = {{"MAC Address", "mac"},
                 {"mac_address:", "mac"},
                 {"Ext.", "line1_user"},
                 {"S/N", "serial"},
                 {"Display-Name", "line1_display"},
                 {"Přihlašovací jméno", "login"},
                 {"ČÍSLO", "line1_user"},
                 {"Sériové číslo", "serial"},
                 {" LOGIN ", "login"},
                 {"Shoe size", ""},
                 {"", ""}};
    for (const auto& each : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.column), probable_column(each.name));
    }
  }

  void guesses_only_columns_of_an_import() {
    for (const char* name : {"user", "type", "mac address", "sn", "host", "asset", "ext", "name",
                             "secret", "rights", "linka2", "settings"}) {
      CPPUNIT_ASSERT_MESSAGE(name, is_import_column(probable_column(name)));
    }
  }

  void asks_only_when_a_name_is_unknown() {
    CPPUNIT_ASSERT_EQUAL(std::string(), meanings("login,MAC,,-\nnovak,000e08112233,,x\n"));
    CPPUNIT_ASSERT_EQUAL(std::string("login=login[novak] Ethernet=mac[000e08112233] "),
                         meanings("login;Ethernet\nnovak;000e08112233\n"));
  }

  void shows_the_first_cells_of_each_column() {
    CPPUNIT_ASSERT_EQUAL(std::string("Who=[a|c|d] Ext=line1_user[ä b] "),
                         meanings("sep=,\r\nWho,Ext\r\na,\r\n,\"ä\nb\"\r\nc\r\nd\r\ne\r\n"));
    const std::string longest(100, 'x');
    CPPUNIT_ASSERT_EQUAL("Who=[" + longest.substr(0, 40) + "] ",
                         meanings("Who\n" + longest + "\n"));
  }

  void of_two_columns_with_one_meaning_the_first_has_it() {
    CPPUNIT_ASSERT_EQUAL(std::string("ext=line1_user[] phone=[] x=[] y=[] "),
                         meanings("ext,phone,x,y\n"));
  }

  void a_text_that_is_cut_off_or_no_table_has_what_can_be_read() {
    CPPUNIT_ASSERT_EQUAL(std::string("Who=[a] "), meanings("Who\na\n\"b"));
    for (const char* text : {"", "\n\n", "\"", "PK\3\4x\n", "Who\xff\na\n"}) {
      CPPUNIT_ASSERT_EQUAL(std::string(), meanings(text));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(UnknownColumnsTest);

}  // namespace spaconf
