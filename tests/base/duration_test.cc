// Tests lib/base/duration.cc.
#include "base/duration.h"

#include "fixtures.h"

namespace spaconf {

class DurationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DurationTest);
  CPPUNIT_TEST(says_the_largest_unit);
  CPPUNIT_TEST_SUITE_END();

  void says_the_largest_unit() {
    struct Row {
      long seconds;
      const char* words;
    } const table[] = {{-5, "0 seconds"},   {0, "0 seconds"},     {1, "1 second"},
                       {59, "59 seconds"},  {60, "1 minute"},     {119, "1 minute"},
                       {180, "3 minutes"},  {3599, "59 minutes"}, {3600, "1 hour"},
                       {86399, "23 hours"}, {86400, "1 day"},     {864000, "10 days"}};
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(row.words), humanized(std::chrono::seconds(row.seconds)));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DurationTest);

}  // namespace spaconf
