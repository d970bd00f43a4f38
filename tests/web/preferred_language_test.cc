// Tests lib/web/preferred_language.cc.
#include "web/preferred_language.h"

#include "fixtures.h"

namespace spaconf::web {

class PreferredLanguageTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PreferredLanguageTest);
  CPPUNIT_TEST(takes_the_accepted_language_of_the_highest_quality);
  CPPUNIT_TEST(takes_the_site_s_for_those_who_accept_none_that_we_have);
  CPPUNIT_TEST(prefers_what_the_user_has_chosen);
  CPPUNIT_TEST(passes_over_what_is_not_a_header);
  CPPUNIT_TEST_SUITE_END();

  static std::string chosen(const std::string& accepted, const std::string& cookie = "",
                            const char* site = "en") {
    Request request;
    request.accept_language = accepted;
    request.cookie = cookie;
    return std::string(preferred_language(request, *find_language(site)).code);
  }

  void takes_the_accepted_language_of_the_highest_quality() {
    struct Row {
      const char *accepted, *code;
    } const table[] = {
        {"cs", "cs"},
        {"cs-CZ", "cs"},
        {"CS", "cs"},
        {"en-GB,en;q=0.9,cs;q=0.8", "en"},
        {"cs,en;q=0.9", "cs"},
        {"en;q=0.8, cs;q=0.9", "cs"},
        {"en;q=0.8 , cs ; q=0.9", "cs"},
        {"de-DE,de;q=0.9,cs;q=0.2,en;q=0.1", "cs"},
        {"cs;q=0.5,en;q=0.5", "cs"},
        {"en;q=0.123,cs;q=0.124", "cs"},
        {"en;q=0,cs;q=0.001", "cs"},
        {"cs;q=1.000,en;q=0.999", "cs"},
        {"cs;Q=0.7,en;q=0.1", "cs"},
    };
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.accepted, std::string(row.code), chosen(row.accepted));
    }
  }

  void takes_the_site_s_for_those_who_accept_none_that_we_have() {
    for (const char* accepted : {"", "de", "de,fr;q=0.5", "*", "de,*;q=0.1", "cs;q=0,en;q=0"}) {
      for (const char* site : {"en", "cs"}) {
        CPPUNIT_ASSERT_EQUAL_MESSAGE(accepted, std::string(site), chosen(accepted, "", site));
      }
    }
    CPPUNIT_ASSERT_EQUAL(std::string("cs"), chosen("*;q=0.1,cs"));
  }

  void prefers_what_the_user_has_chosen() {
    struct Row {
      const char *cookie, *code;
    } const table[] = {
        {"spaconf_language=cs", "cs"},
        {"a=b; spaconf_language=cs", "cs"},
        {"a=b;spaconf_language=cs;c=d", "cs"},
        {"spaconf_language=", "en"},
        {"spaconf_language=de", "en"},
        {"spaconf_language", "en"},
        {"xspaconf_language=cs", "en"},
        {"spaconf_languages=cs", "en"},
        {"=cs;;;", "en"},
    };
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.cookie, std::string(row.code), chosen("en", row.cookie));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("en"), chosen("cs", "spaconf_language=en", "cs"));
  }

  void passes_over_what_is_not_a_header() {
    for (const char* accepted :
         {"cs;q=2", "cs;q=-1", "cs;q=0.1234", "cs;q=", "cs;q=x", "cs;q=1.5", "cs;x=1", ";q=1",
          ",,,", "cs;q=0.0", "cs;", "\xff\xfe", ";;;q=q=q", "cs_", "q=0.5"}) {
      const std::string found = chosen(accepted);
      CPPUNIT_ASSERT_MESSAGE(accepted, found == "en" || std::string(accepted) == "cs_");
    }
    CPPUNIT_ASSERT_EQUAL(std::string("cs"), chosen("cs;q=2,cs;q=0.1,en;q=x"));
    CPPUNIT_ASSERT_EQUAL(std::string("cs"), chosen(std::string(100'000, ',') + "cs"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PreferredLanguageTest);

}  // namespace spaconf::web
