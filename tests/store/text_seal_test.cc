// Tests lib/store/text_seal.cc.
#include "store/text_seal.h"

#include "fixtures.h"

namespace spaconf {

class TextSealTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TextSealTest);
  CPPUNIT_TEST(opens_what_it_sealed_in_its_place_alone);
  CPPUNIT_TEST(opens_with_the_former_key_too);
  CPPUNIT_TEST_SUITE_END();

  static SealKeys keys(char current, char former = 0) {
    return {.current = Secret(std::string(32, current)),
            .former = former ? Secret(std::string(32, former)) : Secret()};
  }

  static std::string opened(const TextSeal& seal, const std::string& sealed, const char* place) {
    std::string text;
    const std::string thrown = thrown_by([&] { text = seal.opened(sealed, place); });
    return thrown.empty() ? text : "refused";
  }

  void opens_what_it_sealed_in_its_place_alone() {
    const TextSeal seal(keys('k'));
    for (const std::string& text :
         {std::string(), std::string("novak,secret\0\xff", 14), std::string(1 << 20, 'x')}) {
      const std::string sealed = seal.sealed(text, "job 7, line 2");
      CPPUNIT_ASSERT(text.empty() || sealed.find(text) == sealed.npos);
      CPPUNIT_ASSERT(text == opened(seal, sealed, "job 7, line 2"));
      CPPUNIT_ASSERT_EQUAL(std::string("refused"), opened(seal, sealed, "job 7, line 3"));
      CPPUNIT_ASSERT_EQUAL(std::string("refused"),
                           opened(TextSeal(keys('l')), sealed, "job 7, line 2"));
    }
  }

  void opens_with_the_former_key_too() {
    const std::string before = TextSeal(keys('a')).sealed("text", "x");
    const TextSeal both(keys('b', 'a'));
    CPPUNIT_ASSERT_EQUAL(std::string("text"), opened(both, before, "x"));
    CPPUNIT_ASSERT_EQUAL(std::string("refused"),
                         opened(TextSeal(keys('a')), both.sealed("text", "x"), "x"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TextSealTest);

}  // namespace spaconf
