// Tests lib/person/telephone.cc.
#include "person/telephone.h"

#include "given.h"

namespace spaconf {

class TelephoneTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TelephoneTest);
  CPPUNIT_TEST(takes_the_last_digits_however_they_are_written);
  CPPUNIT_TEST_SUITE_END();

  void takes_the_last_digits_however_they_are_written() {
    for (auto [telephone, number] : {std::pair{"+420 377 631 001", "1001"},
                                     {"377-631001", "1001"},
                                     {"(377) 63 10 01", "1001"},
                                     {"1001", "1001"},
                                     {"1 0\u00a001", "1001"},
                                     {"1,0 0.1", "1001"},
                                     {"001", ""},
                                     {"n/a", ""},
                                     {"", ""}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(telephone, std::string(number), last_digits(telephone, 4));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TelephoneTest);

}  // namespace spaconf
