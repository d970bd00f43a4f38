// Tests lib/base/accepted_languages.cc.
#include "base/accepted_languages.h"

#include "base/text.h"
#include "fixtures.h"

namespace spaconf {

class AcceptedLanguagesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AcceptedLanguagesTest);
  CPPUNIT_TEST(come_by_their_quality_and_then_in_their_order);
  CPPUNIT_TEST(leave_out_what_is_not_written_correctly);
  CPPUNIT_TEST_SUITE_END();

  struct Row {
    const char *list, *languages;
  };

  static void check(const Row& row) {
    CPPUNIT_ASSERT_EQUAL_MESSAGE(row.list, std::string(row.languages),
                                 joined(accepted_languages(row.list), " "));
  }

  void come_by_their_quality_and_then_in_their_order() {
    for (const Row& row : {Row{"", ""},
                           {"cs", "cs"},
                           {"CS-cz", "cs"},
                           {"cs_CZ.UTF-8", "cs"},
                           {" cs ,", "cs"},
                           {"en-GB, cs", "en cs"},
                           {"en;q=0.8 , cs ; q=0.9", "cs en"},
                           {"de-DE,de;q=0.9,cs;q=0.2,en;q=0.1", "de de cs en"},
                           {"cs;q=0.5,en;q=0.5,de", "de cs en"},
                           {"en;q=0.123,cs;q=0.124", "cs en"},
                           {"en;q=0,cs;q=0.001", "cs"},
                           {"cs;Q=0.7,en;q=1.000", "en cs"},
                           {"*;q=0.1,gsw", "gsw *"}}) {
      check(row);
    }
  }

  void leave_out_what_is_not_written_correctly() {
    for (const char* list : {"cs;q=2", "cs;q=-1", "cs;q=0.1234", "cs;q=", "cs;q=x", "cs;q=1.5",
                             "cs;x=1", "cs;", ";q=1", ",,,", "\xff\xfe", ";;;q=q=q", "q=0.5",
                             "../../x", "cs.tpl", "c s", "*-CZ", "-cs"}) {
      check({list, ""});
      check({(std::string(list) + ",en;q=0.1").c_str(), "en"});
    }
    check({(std::string(100'000, ',') + "cs").c_str(), "cs"});
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AcceptedLanguagesTest);

}  // namespace spaconf
