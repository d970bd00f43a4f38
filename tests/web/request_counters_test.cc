// Tests lib/web/request_counters.cc.
#include "web/request_counters.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "fixtures.h"

namespace spaconf::web {

using std::chrono::milliseconds;

class RequestCountersTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RequestCountersTest);
  CPPUNIT_TEST(counts_by_route_and_status);
  CPPUNIT_TEST(a_time_is_in_every_bucket_that_is_long_enough);
  CPPUNIT_TEST(adds_up_over_processes_and_keeps_what_a_killed_one_counted);
  CPPUNIT_TEST_SUITE_END();

  static constexpr std::string_view routes_[] = {"/", "/phones/*", "none"};

  static std::string text(const RequestCounters& counters) {
    MetricsText metrics;
    counters.write(metrics, "form", routes_);
    return metrics.text();
  }

  void counts_by_route_and_status() {
    RequestCounters counters;
    CPPUNIT_ASSERT_EQUAL(std::string::npos, text(counters).find('{'));
    for (int status : {200, 200, 503}) counters.count(1, status, milliseconds(1));
    for (int status : {404, 0, 600, -1}) counters.count(2, status, milliseconds(1));
    const std::string found = text(counters);
    assert_has(found,
               "# TYPE spaconf_requests_total counter\n"
               "spaconf_requests_total{program=\"form\",route=\"/phones/*\",status=\"200\"} 2\n"
               "spaconf_requests_total{program=\"form\",route=\"/phones/*\",status=\"503\"} 1\n"
               "spaconf_requests_total{program=\"form\",route=\"none\",status=\"404\"} 1\n"
               "spaconf_requests_total{program=\"form\",route=\"none\",status=\"500\"} 3\n"
               "# HELP spaconf_request_duration_seconds");
    CPPUNIT_ASSERT_EQUAL(found.npos, found.find("route=\"/\""));
  }

  void a_time_is_in_every_bucket_that_is_long_enough() {
    RequestCounters counters;
    for (int time : {5, 6, 100, 9000}) counters.count(0, 200, milliseconds(time));
    const std::string found = text(counters);
    for (auto [longest, number] : {std::pair{"0.005", "1"},
                                   {"0.02", "2"},
                                   {"0.1", "3"},
                                   {"0.5", "3"},
                                   {"2", "3"},
                                   {"8", "3"},
                                   {"+Inf", "4"}}) {
      assert_has(found, std::string("\nspaconf_request_duration_seconds_bucket{program=\"form\","
                                    "route=\"/\",le=\"") +
                            longest + "\"} " + number + "\n");
    }
    const std::string labels = "{program=\"form\",route=\"/\"} ";
    assert_has(found, "\nspaconf_request_duration_seconds_sum" + labels + "9.111000\n");
    assert_has(found, "\nspaconf_request_duration_seconds_count" + labels + "4\n");
  }

  void adds_up_over_processes_and_keeps_what_a_killed_one_counted() {
    RequestCounters counters;
    for (int i = 0; i < 4; ++i) {
      const pid_t child = ::fork();
      if (child == 0) {
        for (int j = 0; j < 1000; ++j) counters.count(0, 200, milliseconds(1));
        ::kill(::getpid(), SIGKILL);
      }
    }
    while (::wait(nullptr) > 0) continue;
    assert_has(text(counters),
               "spaconf_requests_total{program=\"form\",route=\"/\",status=\"200\"} 4000\n");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RequestCountersTest);

}  // namespace spaconf::web
