// Tests lib/registration/service_checks.cc.
#include "registration/service_checks.h"

#include "base/error.h"
#include "fixtures.h"
#include "registration/services.h"

namespace spaconf {

class ServiceChecksTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ServiceChecksTest);
  CPPUNIT_TEST(says_what_was_found_or_what_is_wrong);
  CPPUNIT_TEST(warns_only_of_a_service_that_can_be_used);
  CPPUNIT_TEST(tries_every_service_of_a_program);
  CPPUNIT_TEST_SUITE_END();

  void says_what_was_found_or_what_is_wrong() {
    CheckResult good = Check{"a", [] { return std::string("found"); }}.run();
    CPPUNIT_ASSERT(good.ok && good.sentence == "found");
    CheckResult bad = Check{"a", []() -> std::string { throw Unavailable("a", "gone"); }}.run();
    CPPUNIT_ASSERT(!bad.ok && bad.sentence == "a: gone");
  }

  void warns_only_of_a_service_that_can_be_used() {
    const auto found = [] { return std::string("found"); };
    const auto gone = []() -> std::string { throw Unavailable("a", "gone"); };
    const auto slow = [] { return std::string("slow"); };
    const CheckResult warned = Check{"a", found, slow}.run(), bad = Check{"a", gone, slow}.run(),
                      lost = Check{"a", found, gone}.run();
    CPPUNIT_ASSERT(warned.ok && warned.sentence == "found" && warned.warning == "slow");
    CPPUNIT_ASSERT(!bad.ok && bad.warning.empty());
    CPPUNIT_ASSERT(!lost.ok && lost.sentence == "a: gone");
  }

  void tries_every_service_of_a_program() {
    Folder folder;
    Services services(config(folder, shipped_configuration(folder)));
    std::string names;
    const auto checks =
        checks_of(services.tftp_folder, services.database, services.exchange, *services.directory);
    for (const Check& check : checks) names += check.service + " ";
    CPPUNIT_ASSERT_EQUAL(std::string("folder database exchange directory "), names);
    CPPUNIT_ASSERT(checks.front().run().ok);
    Services form(config(folder, shipped_configuration(folder)), "form");
    CPPUNIT_ASSERT_EQUAL(
        std::string("database"),
        checks_of(form.tftp_folder, form.database, form.exchange, *form.directory).front().service);
    CPPUNIT_ASSERT_EQUAL(std::size_t(5), services.form_rules().permissions.size());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ServiceChecksTest);

}  // namespace spaconf
