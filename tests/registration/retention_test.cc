// Tests lib/registration/retention.cc, as far as no database is asked.
#include "registration/retention.h"

#include <algorithm>

#include "fixtures.h"

namespace spaconf {

class RetentionTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RetentionTest);
  CPPUNIT_TEST(has_a_step_for_each_key);
  CPPUNIT_TEST(refuses_what_is_no_number_of_days);
  CPPUNIT_TEST(keeps_a_file_that_was_just_moved_to_quarantine);
  CPPUNIT_TEST_SUITE_END();

  static constexpr const char* keys[] = {"keep_audit",     "keep_requests", "keep_revisions",
                                         "keep_events",    "keep_jobs",     "keep_rollouts",
                                         "keep_quarantine"};

  void has_a_step_for_each_key() {
    Folder folder;
    Services services(config(folder, shipped_configuration(folder)));
    std::string text = "[registration]\n";
    for (const std::string key : keys) text += key + " = 0\n";
    const Config conf = config(folder, text);
    const auto steps = retention_steps(conf.section("registration"), services);
    CPPUNIT_ASSERT_EQUAL(std::size(keys), steps.size());
    conf.refuse_unknown_keys();
  }

  void refuses_what_is_no_number_of_days() {
    for (const std::string key : keys) {
      for (const char* value : {"-1", "36501", "\"1 year\"", "true"}) {
        Folder folder;
        Services services(config(folder, shipped_configuration(folder)));
        const Config conf = config(folder, "[registration]\n" + key + " = " + value + "\n");
        CPPUNIT_ASSERT_EQUAL(
            "Misconfigured: spaconf.conf:2: " + key + " must be a whole number from 0 to 36500",
            thrown_by([&] { retention_steps(conf.section("registration"), services); }, &folder));
      }
    }
  }

  void keeps_a_file_that_was_just_moved_to_quarantine() {
    Folder folder;
    const Config conf = config(folder, shipped_configuration(folder));
    Services services(conf);
    services.tftp_folder.write("a.cfg", "a");
    const std::string place = services.tftp_folder.quarantine("a.cfg");
    auto steps = retention_steps(conf.section("registration"), services);
    const auto step = std::ranges::find(steps, "old quarantined files", &WorkerStep::name);
    CPPUNIT_ASSERT_EQUAL(0, step->work());
    CPPUNIT_ASSERT(std::filesystem::exists(place));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RetentionTest);

}  // namespace spaconf
