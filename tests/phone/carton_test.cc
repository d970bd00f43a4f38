// Tests lib/phone/carton.cc.
#include "phone/carton.h"

#include "base/error.h"
#include "fixtures.h"

namespace spaconf {

class CartonTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CartonTest);
  CPPUNIT_TEST(tells_codes_apart_in_any_order);
  CPPUNIT_TEST(says_what_is_wrong);
  CPPUNIT_TEST_SUITE_END();

  using Codes = std::vector<std::string>;

  static Carton read(const Codes& codes) {
    return read_carton(codes, [](const Mac& mac) { return mac.oui() == "000e08"; });
  }

  static std::string in_words(const Codes& codes) {
    const Carton carton = read(codes);
    return std::string(carton.model ? carton.model->name : "-") + " " +
           (carton.mac ? carton.mac->plain() : "-") + " " +
           (carton.serial.empty() ? "-" : carton.serial) + (carton.is_whole ? " whole" : "");
  }

  static std::string sentence(const Codes& codes) try {
    return in_words(codes);
  } catch (const Rejected& rejected) {
    return rejected.problems()[0].field + ": " + rejected.problems()[0].sentence;
  }

  void tells_codes_apart_in_any_order() {
    for (const auto& [codes, words] : std::vector<std::pair<Codes, std::string>>{
             {{}, "- - -"},
             {{"000E08112233"}, "- 000e08112233 -"},
             {{"000E08112233", ""}, "- 000e08112233 - whole"},
             {{"000E08112233", "4MM00F903042"}, "- 000e08112233 4MM00F903042 whole"},
             {{"4MM00F903042", "000E08112233"}, "- 000e08112233 4MM00F903042 whole"},
             {{"000E08112233", "MAC:000E08112233"}, "- 000e08112233 -"},
             // All of these are hexadecimal digits.
             {{"88019FA42805"}, "- - 88019FA42805"},
             {{"88019FA42805", "000E08112233"}, "- 000e08112233 88019FA42805 whole"},
             // Another maker's.
             {{"00:14:BF:11:22:33"}, "- 0014bf112233 -"},
             {{"0014BF112233"}, "- - 0014BF112233"},
             {{"0014BF112233", "CCQ162306EA"}, "- 0014bf112233 CCQ162306EA whole"},
             {{"CCQ162306EA", "0014BF112233"}, "- 0014bf112233 CCQ162306EA whole"},
             {{"SPA942", "000E08112233", "4MM00F903042"}, "spa942 000e08112233 4MM00F903042 whole"},
             {{"000E08112233", "Linksys SPA962-EU", ""}, "spa962 000e08112233 - whole"},
             {{"éééEéá++ěěšš", "ááé+íFAčěáéř"}, "- 000e08112233 88019FA42805 whole"}}) {
      CPPUNIT_ASSERT_EQUAL(words, in_words(codes));
    }
  }

  void says_what_is_wrong() {
    for (const auto& [codes, beginning] : std::vector<std::pair<Codes, std::string>>{
             {{""}, "code: Scan the MAC address."},
             {{"4MM00F903042", ""}, "code: Scan the MAC address."},
             {{"000E0811223"}, "code: “000E0811223” is neither"},
             {{"hello"}, "code: “hello” is neither"},
             {{"000E08112233", "000E08112234"}, "code: These are two MAC addresses"},
             {{"4MM00F903042", "4MM00F903043"}, "code: These are two serial numbers"},
             {{"SPA941", "SPA942"}, "code: These are two models"},
             {{"SPA999"}, "code: spaconf does not know the model SPA999"},
             {{"745883558148"}, "code: 745883558148 is the article's number"},
             {{"4MY00é903042"}, "code: The scanner types on another"},
             {{"čYYééFíéšéčě"}, "code: The scanner types on a Czech"}}) {
      CPPUNIT_ASSERT_EQUAL(beginning, sentence(codes).substr(0, beginning.size()));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CartonTest);

}  // namespace spaconf
