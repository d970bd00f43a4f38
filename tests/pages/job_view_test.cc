// Tests lib/pages/job_view.cc: the words for jobs.
#include "pages/job_view.h"

#include "fixtures.h"

namespace spaconf {

class JobViewTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(JobViewTest);
  CPPUNIT_TEST(has_words_for_every_state_and_verdict);
  CPPUNIT_TEST(names_the_number_of_rows);
  CPPUNIT_TEST(knows_the_field_that_a_sentence_is_about);
  CPPUNIT_TEST_SUITE_END();

  void has_words_for_every_state_and_verdict() {
    for (std::size_t i = 0; i < std::size(job_states); ++i) {
      CPPUNIT_ASSERT(!label_of(JobState(i)).empty());
    }
    for (std::size_t i = 0; i < std::size(row_verdicts); ++i) {
      for (const bool is_done : {false, true}) {
        CPPUNIT_ASSERT(!label_of(JobRow{.verdict = RowVerdict(i), .is_done = is_done}).empty());
      }
    }
  }

  void names_the_number_of_rows() {
    CPPUNIT_ASSERT_EQUAL(std::string("Import 198 rows"),
                         verb_of({}, {.to_register = 190, .to_change = 8, .refused = 2}));
    CPPUNIT_ASSERT_EQUAL(std::string("Import 1 row"), verb_of({}, {.to_change = 1}));
    CPPUNIT_ASSERT_EQUAL(std::string("Retire: 37 phones"),
                         verb_of({.kind = "retire"}, {.to_change = 37}));
  }

  void knows_the_field_that_a_sentence_is_about() {
    for (auto [sentence, field] : {std::pair{"mac: The phone is registered already.", "mac"},
                                   {"line6_user: 1: 2", "line6_user"},
                                   {"line2_password: It is too long.", "line2_password"},
                                   {"permission: no", "permission"},
                                   {"Ring: with a wrong value", ""},
                                   {"hostname", ""},
                                   {"", ""}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(sentence, std::string(field), field_of(sentence));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(JobViewTest);

}  // namespace spaconf
