// Tests lib/person/telephone.cc.
#include "person/telephone.h"

#include "fixtures.h"

namespace spaconf {

class TelephoneTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TelephoneTest);
  CPPUNIT_TEST(takes_the_last_digits_however_they_are_written);
  CPPUNIT_TEST(takes_only_the_persons_first_number);
  CPPUNIT_TEST_SUITE_END();

  void takes_the_last_digits_however_they_are_written() {
    for (auto [telephone, number] : {std::pair{"+420 377 631 001", "1001"},
                                     {"377-631001", "1001"},
                                     {"(377) 63 10 01", "1001"},
                                     {"1001", "1001"},
                                     {"1 0\u00a001", "1001"},
                                     {"1.0 0.1", "1001"},
                                     {"001", ""},
                                     {"n/a", ""},
                                     {"", ""}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(telephone, std::string(number), last_digits(telephone, 4));
    }
  }

  void takes_only_the_persons_first_number() {
    for (auto [telephone, number] : {std::pair{"+420 377 631 001 / 602 123 456", "1001"},
                                     {"+420377631001/602123456", "1001"},
                                     {"+420 377 631 001, linka 25", "1001"},
                                     {"+420 377 631 001 linka 25", "1001"},
                                     {"+420 377 631 001 ext. 7", "1001"},
                                     {"+420 377 631 001;ext=42", "1001"},
                                     {"tel:+420-377-631-001;ext=42", "1001"},
                                     {"+420 377 631 001 x25", "1001"},
                                     {"+420 377 631 001 #25", "1001"},
                                     {"377 63 1001 (sekr. 4711)", "1001"},
                                     {"377 63 1001 (4711)", "1001"},
                                     {"1001 (4711)", "1001"},
                                     {"1001, 1002", "1001"},
                                     {"1001; 1002", "1001"},
                                     {"1001/1002", "1001"},
                                     {"1001 a 1002", "1001"},
                                     {"1001 | 1002", "1001"},
                                     {"tel. 377 631 001", "1001"},
                                     {"\u200b+420\u00a0377\u00a0631\u00a0001", "1001"},
                                     {"+420\u2011377\u2011631\u2011001", "1001"},
                                     {"+420-22435-2222", "2222"},
                                     {"+420 (377) 63 10 01", "1001"},
                                     {"+44 (0)20 7946 0018", "0018"},
                                     {"377/631001", "1001"},
                                     {"(0377)/631001", ""},
                                     {"0731/50-1234", ""},
                                     {"linka 25, 377 631 001", ""},
                                     {"377 631 001-5", ""},
                                     {"377 631 001\u2013005", ""},
                                     {"377 631 001 602 123 456", ""},
                                     {"---", ""},
                                     {"()", ""},
                                     {"(", ""}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(telephone, std::string(number), last_digits(telephone, 4));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("631001"), last_digits("+420 377 631 001 / 602 123 456", 6));
    CPPUNIT_ASSERT_EQUAL(std::string(), last_digits("1001, 1002", 6));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TelephoneTest);

}  // namespace spaconf
