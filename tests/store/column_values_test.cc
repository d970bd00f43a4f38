// Tests lib/store/column_values.cc: values as columns hold them, and back.
#include "store/column_values.h"

#include "base/text.h"
#include "fixtures.h"

namespace spaconf {

class ColumnValuesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ColumnValuesTest);
  CPPUNIT_TEST(joins_words_and_splits_them);
  CPPUNIT_TEST(joins_settings_and_reads_them);
  CPPUNIT_TEST(passes_over_a_line_that_is_no_setting);
  CPPUNIT_TEST(has_null_for_no_address);
  CPPUNIT_TEST(cuts_a_reason_between_two_characters);
  CPPUNIT_TEST(stores_sentences_that_are_not_utf8);
  CPPUNIT_TEST(names_every_model_in_sql);
  CPPUNIT_TEST_SUITE_END();

  using Words = std::vector<std::string>;
  using Settings = std::vector<Setting>;

  static std::string shown(const Settings& settings) {
    std::string text;
    for (const Setting& each : settings) {
      text += "<" + each.name + "><" + each.value + ">" + (each.is_unchecked ? "?" : "");
    }
    return text;
  }

  void stores_sentences_that_are_not_utf8() {
    const std::string latin1 = "550 u\xbeivatel", readable = "550 u\uFFFDivatel";
    CPPUNIT_ASSERT_EQUAL(readable, truncate_reason(latin1));
    CPPUNIT_ASSERT_EQUAL(readable, truncate_text(latin1));
    CPPUNIT_ASSERT_EQUAL(std::string("Jana Malá"), truncate_text("Jana Malá"));
  }

  void joins_words_and_splits_them() {
    const std::pair<Words, std::string> table[] = {
        {{}, ""}, {{"local"}, "local"}, {{"ld", "int", "local"}, "ld int local"}, {{"č-1"}, "č-1"}};
    for (const auto& [list, text] : table) {
      CPPUNIT_ASSERT_EQUAL(text, joined(list));
      CPPUNIT_ASSERT(words(text) == list);
    }
  }

  void joins_settings_and_reads_them() {
    const std::pair<Settings, std::string> table[] = {
        {{}, ""},
        {{{"Ring", "1"}}, "Ring 1\n"},
        {{{"Tone", ""}}, "Tone \n"},
        {{{"Ring", "1"}, {"Dial_Plan_1_", "(*xx | x.)"}, {"Tone", ""}},
         "Ring 1\nDial_Plan_1_ (*xx | x.)\nTone \n"},
        {{{"Ring", "1", true}, {"Tone", "2"}, {"Old", "", true}}, "?Ring 1\nTone 2\n?Old \n"},
        {{{"Name", " two  blanks "}}, "Name  two  blanks \n"},
        {{{"Name", "Řehoř \"'\\"}}, "Name Řehoř \"'\\\n"}};
    for (const auto& [settings, text] : table) {
      CPPUNIT_ASSERT_EQUAL(text, joined(settings));
      CPPUNIT_ASSERT_EQUAL(shown(settings), shown(settings_in(text)));
    }
  }

  void passes_over_a_line_that_is_no_setting() {
    CPPUNIT_ASSERT_EQUAL(std::string("<Ring><1><Tone><2>"),
                         shown(settings_in("\nRing 1\nbroken\n\nTone 2")));
  }

  void has_null_for_no_address() {
    CPPUNIT_ASSERT(mac_or_null({}) == sql::Value(nullptr));
    CPPUNIT_ASSERT(mac_or_null(Mac::parse("00:0E:08:11:22:33")) ==
                   sql::Value(std::string("000e08112233")));
  }

  void cuts_a_reason_between_two_characters() {
    for (const std::string text : {"", "TFTP folder: no space", "žluťoučký kůň"}) {
      CPPUNIT_ASSERT_EQUAL(text, truncate_reason(text));
    }
    std::string wide;
    for (int i = 0; i < 10000; ++i) wide += "ř";
    const std::string cut = truncate_reason(wide);
    CPPUNIT_ASSERT(is_utf8(cut) && !cut.empty() && cut.size() < wide.size());
    CPPUNIT_ASSERT(wide.starts_with(cut));
  }

  void names_every_model_in_sql() {
    const std::string condition = is_readable();
    for (const Model& model : models()) {
      assert_has(condition, "'" + std::string(model.name) + "'");
    }
    CPPUNIT_ASSERT_EQUAL(models().size(), split(condition, ',').size());
    CPPUNIT_ASSERT(condition.starts_with("(model IN ('") && condition.ends_with(")"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ColumnValuesTest);

}  // namespace spaconf
