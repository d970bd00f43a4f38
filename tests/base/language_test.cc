// Tests lib/base/language.cc.
#include "base/language.h"

#include <cstdlib>
#include <map>

#include "fixtures.h"

namespace spaconf {

class LanguageTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LanguageTest);
  CPPUNIT_TEST(finds_languages_by_their_codes);
  CPPUNIT_TEST(takes_the_language_of_the_environment);
  CPPUNIT_TEST(reads_the_language_of_the_site);
  CPPUNIT_TEST_SUITE_END();

  void finds_languages_by_their_codes() {
    for (const char* code : {"cs", "CS", "cs_CZ", "cs-CZ", "cs_CZ.UTF-8", "cs@latin"}) {
      CPPUNIT_ASSERT(find_language(code));
      CPPUNIT_ASSERT_EQUAL(std::string("Čeština"), std::string(find_language(code)->name));
    }
    for (const char* code : {"", "c", "css", "de", "*", "C.UTF-8", "_cs"}) {
      CPPUNIT_ASSERT_MESSAGE(code, !find_language(code));
    }
  }

  void takes_the_language_of_the_environment() {
    struct Row {
      std::map<std::string, std::string> set;
      const char* code;
    } const table[] = {
        {{}, "en"},
        {{{"LANG", "cs_CZ.UTF-8"}}, "cs"},
        {{{"LANG", "de_DE.UTF-8"}}, "en"},
        {{{"LANG", "en_US.UTF-8"}, {"LC_MESSAGES", "cs_CZ"}}, "cs"},
        {{{"LANG", "cs_CZ"}, {"LC_MESSAGES", "cs_CZ"}, {"LC_ALL", "C"}}, "en"},
        {{{"LANG", "cs_CZ"}, {"LC_ALL", ""}}, "cs"},
        {{{"LANG", "en_US.UTF-8"}, {"LANGUAGE", "de:cs:en"}}, "cs"},
        {{{"LANG", "cs_CZ.UTF-8"}, {"LANGUAGE", "en:cs"}}, "en"},
        {{{"LANGUAGE", "cs"}}, "en"},
        {{{"LANG", "C.UTF-8"}, {"LANGUAGE", "cs"}}, "cs"},
    };
    for (const Row& row : table) {
      for (const char* name : {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}) ::unsetenv(name);
      for (const auto& [name, value] : row.set) ::setenv(name.c_str(), value.c_str(), 1);
      CPPUNIT_ASSERT_EQUAL(std::string(row.code), std::string(language_of_environment().code));
    }
    for (const char* name : {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}) ::unsetenv(name);
  }

  void reads_the_language_of_the_site() {
    const auto code = [](const std::string& text) {
      Folder folder;
      const Config all = config(folder, "[web]\n" + text);
      return std::string(language_in(all.section("web")).code);
    };
    CPPUNIT_ASSERT_EQUAL(std::string("en"), code(""));
    CPPUNIT_ASSERT_EQUAL(std::string("cs"), code("language = \"cs\"\n"));
    assert_has(thrown_by([&] { code("language = \"de\"\n"); }),
               "spaconf.conf:2: unknown language \"de\": there are en, cs");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LanguageTest);

}  // namespace spaconf
