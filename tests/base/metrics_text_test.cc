// Tests lib/base/metrics_text.cc.
#include "base/metrics_text.h"

#include "fixtures.h"

namespace spaconf {

class MetricsTextTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MetricsTextTest);
  CPPUNIT_TEST(is_help_type_and_values);
  CPPUNIT_TEST(escapes_the_values_of_labels);
  CPPUNIT_TEST_SUITE_END();

  void is_help_type_and_values() {
    MetricsText metrics;
    metrics.begin("a_tasks", "gauge", "Open tasks.");
    metrics.add({{"kind", "ticket"}, {"state", "due"}}, "3");
    metrics.begin("a_seconds", "histogram", "Time.");
    metrics.add({{"le", "+Inf"}}, "1", "_bucket");
    metrics.add({}, "0.5", "_sum");
    CPPUNIT_ASSERT_EQUAL(std::string("# HELP a_tasks Open tasks.\n"
                                     "# TYPE a_tasks gauge\n"
                                     "a_tasks{kind=\"ticket\",state=\"due\"} 3\n"
                                     "# HELP a_seconds Time.\n"
                                     "# TYPE a_seconds histogram\n"
                                     "a_seconds_bucket{le=\"+Inf\"} 1\n"
                                     "a_seconds_sum 0.5\n"),
                         metrics.text());
  }

  void escapes_the_values_of_labels() {
    MetricsText metrics;
    metrics.begin("a", "gauge", "A.");
    metrics.add({{"step", "\"\\\n"}}, "1");
    assert_has(metrics.text(), "\na{step=\"\\\"\\\\\\n\"} 1\n");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MetricsTextTest);

}  // namespace spaconf
