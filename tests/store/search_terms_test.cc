// Tests lib/store/search_terms.cc.
#include "store/search_terms.h"

#include <algorithm>

#include "fixtures.h"

namespace spaconf {

class SearchTermsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SearchTermsTest);
  CPPUNIT_TEST(reads_what_is_typed_without_case_accents_and_separators);
  CPPUNIT_TEST(finds_each_part_of_what_a_phone_has);
  CPPUNIT_TEST(keeps_words_within_their_column);
  CPPUNIT_TEST_SUITE_END();

  static Record record() {
    Record record;
    record.wanted.login = "jan.novak";
    record.wanted.model = find_model("spa942");
    record.wanted.mac = Mac::parse("000e08112233");
    record.wanted.serial = "4MM00F903042";
    record.wanted.hostname = "phone-1001";
    record.wanted.inventory = "PC/77";
    record.wanted.lines = {{1, "1001", {}, "Jan"}, {2, "1002", {}, "Jan"}};
    record.person.name = "Jan  Novák-Řehoř";
    record.person.room = "UI-305";
    return record;
  }

  void reads_what_is_typed_without_case_accents_and_separators() {
    struct Row {
      const char *typed, *words;
    } const table[] = {
        {"novak", " novak "},
        {"Novák", " novak "},
        {"NOVÁK jan", " novak jan "},
        {"0E:08:11", " 0e0811 "},
        {"0e-08-11", " 0e0811 "},
        {"000e.0811.2233", " 000e08112233 "},
        {"UI-305", " ui305 "},
        {"Жанна", " zanna "},
        {"jan jan", " jan "},
        {" \t jan ", " jan "},
        {"50%", " 50 "},
        {"_", " "},
        {"' OR 1=1 --", " or 11 "},
        {"", " "},
    };
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.typed, std::string(row.words),
                                   spaced(query_terms(row.typed)));
    }
  }

  void finds_each_part_of_what_a_phone_has() {
    CPPUNIT_ASSERT_EQUAL(
        std::string(" jannovak novak jan novakrehor rehor 1001 1002 000e08112233 0e08112233"
                    " 08112233 112233 2233 33 4mm00f903042 phone1001 pc77 77 ui305 305 spa942 "),
        spaced(index_terms(record())));
  }

  void keeps_words_within_their_column() {
    Record long_one = record();
    long_one.person.name = std::string(200, 'x');
    for (int i = 0; i < 200; ++i) long_one.person.name += " w" + std::to_string(i);
    const auto words = index_terms(long_one);
    CPPUNIT_ASSERT_EQUAL(std::size_t(64), words.size());
    for (const std::string& word : words) CPPUNIT_ASSERT(!word.empty() && word.size() <= 64);
    // What is typed is cut at the same length, so that it is found.
    CPPUNIT_ASSERT(std::ranges::count(words, query_terms(std::string(200, 'X')).front()) == 1);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SearchTermsTest);

}  // namespace spaconf
