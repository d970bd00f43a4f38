// Tests lib/base/host_order.cc.
#include "base/host_order.h"

#include "fixtures.h"

namespace spaconf {

class HostOrderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HostOrderTest);
  CPPUNIT_TEST(is_that_of_the_configuration);
  CPPUNIT_TEST(has_those_last_that_failed_a_moment_ago);
  CPPUNIT_TEST(names_a_better_host_once_it_has_rested);
  CPPUNIT_TEST_SUITE_END();

  using Hosts = std::vector<std::size_t>;
  const HostOrder::Time now_ = std::chrono::steady_clock::now();
  const HostOrder::Time later_ = now_ + HostOrder::rest_time;

  void is_that_of_the_configuration() {
    const HostOrder order(3);
    CPPUNIT_ASSERT((order.all(now_) == Hosts{0, 1, 2}));
    CPPUNIT_ASSERT(order.better_than(0, now_).empty());
    CPPUNIT_ASSERT((order.better_than(2, now_) == Hosts{0, 1}));
  }

  void has_those_last_that_failed_a_moment_ago() {
    HostOrder order(3);
    order.failed(0, now_);
    CPPUNIT_ASSERT((order.all(now_) == Hosts{1, 2, 0}));
    order.failed(1, now_);
    CPPUNIT_ASSERT((order.all(now_) == Hosts{2, 0, 1}));
    CPPUNIT_ASSERT((order.all(later_) == Hosts{0, 1, 2}));
  }

  void names_a_better_host_once_it_has_rested() {
    HostOrder order(3);
    order.failed(0, now_);
    CPPUNIT_ASSERT(order.better_than(1, now_).empty());
    CPPUNIT_ASSERT((order.better_than(2, now_) == Hosts{1}));
    CPPUNIT_ASSERT(order.better_than(1, later_ - std::chrono::milliseconds(1)).empty());
    CPPUNIT_ASSERT((order.better_than(1, later_) == Hosts{0}));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HostOrderTest);

}  // namespace spaconf
