// Tests lib/base/translation.cc with the catalogues of the build tree.
#include "base/translation.h"

#include <cerrno>
#include <cstring>

#include "base/duration.h"
#include "fixtures.h"

namespace spaconf {

class TranslationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TranslationTest);
  CPPUNIT_TEST(speaks_english_until_it_is_told_otherwise);
  CPPUNIT_TEST(changes_the_language_back_and_forth);
  CPPUNIT_TEST(has_the_plural_forms_of_each_language);
  CPPUNIT_TEST(puts_values_beside_the_count);
  CPPUNIT_TEST(says_in_english_what_no_catalogue_has);
  CPPUNIT_TEST(leaves_the_sentences_of_libc_english);
  CPPUNIT_TEST(translates_what_was_stored_in_english);
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

  void puts_values_beside_the_count() {
    CPPUNIT_ASSERT_EQUAL(std::string("2 of x"),
                         counted("{count} of {what}?", "{count} of {what}", 2, {{"what", "x"}}));
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
};

CPPUNIT_TEST_SUITE_REGISTRATION(TranslationTest);

}  // namespace spaconf
