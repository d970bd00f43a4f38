// Tests lib/api/if_match.cc.
#include "api/if_match.h"

#include "api/problem.h"
#include "fixtures.h"

namespace spaconf::api {

class IfMatchTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(IfMatchTest);
  CPPUNIT_TEST(names_a_version_or_any);
  CPPUNIT_TEST(is_required_and_has_entity_tags);
  CPPUNIT_TEST(does_not_mind_other_changes_when_any_version_is_accepted);
  CPPUNIT_TEST_SUITE_END();

  static int version(const std::string& tag) {
    web::Request request;
    request.if_match = tag;
    Record record;
    record.version = 7;
    return version_in(request, record);
  }

  void names_a_version_or_any() {
    for (const auto& [tag, number] : {std::pair{"\"3\"", 3},
                                      {" \"12\" ", 12},
                                      {"*", 7},
                                      {"\"7\"", 7},
                                      {"\"3\" , \"7\"", 7},
                                      {"\"x\",\"3\", \"4\"", 3},
                                      // Strong comparison, as if it were another version.
                                      {"W/\"7\"", 0},
                                      {"\"7-gzip\"", 0},
                                      {"\"07\"", 0},
                                      {"\"\"", 0},
                                      {"\"0\"", 0},
                                      {"\"99999999999\"", 0}}) {
      CPPUNIT_ASSERT_EQUAL(number, version(tag));
    }
  }

  void is_required_and_has_entity_tags() {
    for (const auto& [tag, status] : {std::pair{"", 428},
                                      {" ", 428},
                                      {"3", 400},
                                      {"\"", 400},
                                      {"W/3", 400},
                                      {"\"3\" \"4\"", 400},
                                      {"\"3\",", 400},
                                      {"*, \"3\"", 400}}) {
      try {
        version(tag);
        CPPUNIT_FAIL(tag);
      } catch (const Refusal& refusal) {
        CPPUNIT_ASSERT_EQUAL(status, refusal.status());
      }
    }
  }

  /// How often a change is attempted that someone else overtakes so many times.
  static int attempts(const std::string& tag, int overtaken) {
    web::Request request;
    request.if_match = tag;
    int attempts = 0;
    try {
      of_any_version(request, [&] {
        if (++attempts <= overtaken) throw ConditionFailed(412, "", {}, {});
        return web::Response();
      });
    } catch (const ConditionFailed&) {
      return -attempts;
    }
    return attempts;
  }

  void does_not_mind_other_changes_when_any_version_is_accepted() {
    CPPUNIT_ASSERT_EQUAL(1, attempts("*", 0));
    CPPUNIT_ASSERT_EQUAL(5, attempts("*", 4));
    CPPUNIT_ASSERT_EQUAL(-5, attempts("*", 5));
    CPPUNIT_ASSERT_EQUAL(-1, attempts("\"7\"", 1));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(IfMatchTest);

}  // namespace spaconf::api
