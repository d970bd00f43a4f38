// Claims about times and about the clock that leaps.
#include "delay.h"

#include <cppunit/extensions/HelperMacros.h>

#include "clock.h"

namespace virtual_phone {

class DelayTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DelayTest);
  CPPUNIT_TEST(takes_the_nth_of_a_list_and_then_the_last);
  CPPUNIT_TEST(adds_up_to_so_much_at_random);
  CPPUNIT_TEST(is_empty_for_never);
  CPPUNIT_TEST(clock_leaps_but_never_back);
  CPPUNIT_TEST_SUITE_END();

 public:
  void takes_the_nth_of_a_list_and_then_the_last() {
    constexpr double expected[] = {600, 1800, 3600, 3600};
    for (int n = 1; n <= 4; ++n)
      CPPUNIT_ASSERT_EQUAL(expected[n - 1], delay("600, 1800,3600", n, random_).value());
    CPPUNIT_ASSERT_EQUAL(30.0, delay("30", 7, random_).value());
  }

  void adds_up_to_so_much_at_random() {
    double least = 1e9, most = 0;
    for (int i = 0; i < 1000; ++i) {
      const double one = delay("1800,3600+600", 2, random_).value();
      least = std::min(least, one);
      most = std::max(most, one);
    }
    CPPUNIT_ASSERT(least >= 3600 && least < 3660);
    CPPUNIT_ASSERT(most <= 4200 && most > 4140);
  }

  void is_empty_for_never() {
    for (const char* text : {"", " ", "0", "-5", "soon", "5s", "5+", ",5"})
      CPPUNIT_ASSERT_MESSAGE(text, !delay(text, 1, random_));
  }

  void clock_leaps_but_never_back() {
    Clock clock;
    clock.leap(90);
    clock.leap(30);
    CPPUNIT_ASSERT_EQUAL(90.0, clock.now());
    clock.be_real(true);
    clock.leap(500);
    CPPUNIT_ASSERT(clock.now() < 100);
  }

 private:
  std::mt19937 random_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(DelayTest);

}  // namespace virtual_phone
