// Tests lib/registration/back_off.cc.
#include "registration/back_off.h"

#include <set>

#include "fixtures.h"

namespace spaconf {

class BackOffTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(BackOffTest);
  CPPUNIT_TEST(waits_longer_with_every_attempt_up_to_half_a_minute);
  CPPUNIT_TEST(brings_workers_back_apart);
  CPPUNIT_TEST_SUITE_END();

  static constexpr int draws = 500;

  void waits_longer_with_every_attempt_up_to_half_a_minute() {
    const struct {
      int attempts, least, most;  // seconds
    } table[] = {{0, 5, 15}, {1, 10, 30}, {2, 20, 30}, {3, 30, 30}, {8, 30, 30}, {100000, 30, 30}};
    for (const auto& row : table) {
      for (int i = 0; i < draws; ++i) {
        const auto seconds = back_off(row.attempts).count();
        CPPUNIT_ASSERT(row.least <= seconds && seconds <= row.most);
      }
    }
  }

  void brings_workers_back_apart() {
    std::set<std::chrono::seconds> drawn;
    for (int i = 0; i < draws; ++i) drawn.insert(rest());
    CPPUNIT_ASSERT_EQUAL(std::size_t(11), drawn.size());
    CPPUNIT_ASSERT(drawn.begin()->count() == 5 && drawn.rbegin()->count() == 15);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BackOffTest);

}  // namespace spaconf
