// Tests lib/base/translation.cc with the catalogues of the build tree.
#include "base/translation.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>

#include "base/duration.h"
#include "fixtures.h"

namespace spaconf {

class TranslationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TranslationTest);
  CPPUNIT_TEST(speaks_english_until_it_is_told_otherwise);
  CPPUNIT_TEST(changes_the_language_back_and_forth);
  CPPUNIT_TEST(has_the_plural_forms_of_each_language);
  CPPUNIT_TEST(says_in_english_what_no_catalogue_has);
  CPPUNIT_TEST(leaves_the_sentences_of_libc_english);
  CPPUNIT_TEST(puts_values_in_named_places);
  CPPUNIT_TEST(translates_what_was_stored_in_english);
  CPPUNIT_TEST(finds_languages_by_their_codes);
  CPPUNIT_TEST(takes_the_language_of_the_environment);
  CPPUNIT_TEST(reads_the_language_of_the_site);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override { use_catalogues(BUILDDIR "/po"); }
  void tearDown() override { use_language(english); }

 private:
  static void use(const char* code) { use_language(*find_language(code)); }

  static std::string said(long seconds) { return humanized(std::chrono::seconds(seconds)); }

  void speaks_english_until_it_is_told_otherwise() {
    CPPUNIT_ASSERT_EQUAL(std::string("en"), std::string(language().code));
    CPPUNIT_ASSERT_EQUAL(std::string("1 hour"), said(3600));
  }

  void changes_the_language_back_and_forth() {
    for (int round : {1, 2}) {
      static_cast<void>(round);
      use("cs");
      CPPUNIT_ASSERT_EQUAL(std::string("1 hodina"), said(3600));
      {
        const LanguageInUse in(english);
        CPPUNIT_ASSERT_EQUAL(std::string("1 hour"), said(3600));
      }
      CPPUNIT_ASSERT_EQUAL(std::string("1 hodina"), said(3600));
      use("en");
      CPPUNIT_ASSERT_EQUAL(std::string("1 hour"), said(3600));
    }
  }

  void has_the_plural_forms_of_each_language() {
    use("cs");
    for (auto [hours, words] : {std::pair{1, "1 hodina"},
                                {2, "2 hodiny"},
                                {4, "4 hodiny"},
                                {5, "5 hodin"},
                                {22, "22 hodin"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(words), said(hours * 3600L));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("0 sekund"), said(0));
    CPPUNIT_ASSERT_EQUAL(std::string("před 2 hodinami"), ago(std::chrono::hours(2)));
  }

  void says_in_english_what_no_catalogue_has() {
    use("cs");
    // Put together, so that xgettext does not find it.
    const std::string message = std::string("This sentence is in no ") + "catalogue.";
    CPPUNIT_ASSERT_EQUAL(message, _(message));
    CPPUNIT_ASSERT_EQUAL(std::string(), std::string(_("")));
    Folder empty;
    use_catalogues(empty.path());
    CPPUNIT_ASSERT_EQUAL(std::string("1 hour"), said(3600));
  }

  void leaves_the_sentences_of_libc_english() {
    use("cs");
    CPPUNIT_ASSERT_EQUAL(std::string("No such file or directory"), std::string(strerror(ENOENT)));
  }

  void puts_values_in_named_places() {
    struct Row {
      const char *text, *filled;
    } const table[] = {
        {"The MAC address {mac} is of {person}.", "The MAC address 00 is of {mac}."},
        {"{person} má adresu {mac}.", "{mac} má adresu 00."},
        {"{mac}{mac}", "0000"},
        {"Only {person}", "Only {mac}"},
        {"{nothing} { {mac} {mac", "{nothing} { 00 {mac"},
        {"{count}}", "7}"},
        {"", ""},
    };
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(row.filled),
                           sentence(row.text, {{"mac", "00"}, {"person", "{mac}"}, {"count", 7}}));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("2 of x"),
                         counted("{count} of {what}?", "{count} of {what}", 2, {{"what", "x"}}));
  }

  void translates_what_was_stored_in_english() {
    use("cs");
    constexpr const char* messages[] = {"{change}; it is also on {phones}",
                                        "account {user}: a new password",
                                        "{user} belongs to {owner}."};
    struct Row {
      const char *stored, *said;
    } const table[] = {
        {"account 1001: a new password", "účet 1001: nové heslo"},
        {"account 1001: a new password; it is also on abc, def",
         "účet 1001: nové heslo; má ho také abc, def"},
        {"1001 belongs to novak.", "1001 patří uživateli novak."},
        {"belongs to  belongs to .", "belongs to  patří uživateli ."},
        {"Only an administrator can set it.", "Nastavit ho může jen správce."},
        {"account 1001: a new passwort", "account 1001: a new passwort"},
        {"connect: Connection refused", "connect: Connection refused"},
        {"", ""},
    };
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(row.said), translated(row.stored, messages));
    }
    use("en");
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(row.stored), translated(row.stored, messages));
    }
  }

  void finds_languages_by_their_codes() {
    for (const char* code : {"cs", "CS", "cs_CZ", "cs-CZ", "cs_CZ.UTF-8", "cs@latin"}) {
      CPPUNIT_ASSERT(find_language(code));
      CPPUNIT_ASSERT_EQUAL(std::string("Čeština"), std::string(find_language(code)->name));
    }
    for (const char* code : {"", "c", "css", "de", "*", "C.UTF-8", "_cs"}) {
      CPPUNIT_ASSERT_MESSAGE(code, !find_language(code));
    }
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
};

CPPUNIT_TEST_SUITE_REGISTRATION(TranslationTest);

}  // namespace spaconf
