// Tests lib/registration/clock_skew.cc as far as it goes without servers.
#include "registration/clock_skew.h"

#include "fixtures.h"

namespace spaconf {

class ClocksTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ClocksTest);
  CPPUNIT_TEST(tells_an_exchange_in_another_time_zone);
  CPPUNIT_TEST_SUITE_END();

  void tells_an_exchange_in_another_time_zone() {
    struct Row {
      std::int64_t began, ends;
      const char* warning;
    } const table[] = {
        {-10, 3590, ""},
        {0, 60, ""},
        {30, 3630, ""},
        {-90000, 100, ""},
        {-3700, -100,
         "expired 100 seconds ago: it is not running, no phone is online, or its clock"},
        {7190, 10790, "registered 119 minutes from now: its clock or time zone"},
        {7210, 10810, "registered 2 hours from now: its clock or time zone"},
        {100, 3700, "registered 100 seconds from now"},
        {-7210, -3610,
         "expired 60 minutes ago: it is not running, no phone is online, or its clock"},
        {-90000, -86400, "expired 24 hours ago"}};
    for (const Row& row : table) {
      const std::string warning = exchange_clock_warning(row.began, row.ends);
      CPPUNIT_ASSERT_EQUAL(*row.warning == '\0', warning.empty());
      assert_has(warning, row.warning);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClocksTest);

}  // namespace spaconf
