// Tests lib/web/path_pattern.cc.
#include "web/path_pattern.h"

#include "fixtures.h"

namespace spaconf::web {

class PathPatternTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PathPatternTest);
  CPPUNIT_TEST(matches_whole_paths_part_by_part);
  CPPUNIT_TEST(accepts_the_methods_of_a_route);
  CPPUNIT_TEST_SUITE_END();

  void matches_whole_paths_part_by_part() {
    const struct {
      const char *pattern, *path;
      bool matches;
    } table[] = {
        {"/phones", "/phones", true},
        {"/phones", "/phones/", false},
        {"/phones", "/phone", false},
        {"/phones", "/phonesx", false},
        {"/phones/*", "/phones/a", true},
        {"/phones/*", "/phones", false},
        {"/phones/*", "/phones/", false},
        {"/phones/*", "/phones/a/b", false},
        {"/phones/*/b", "/phones/a/b", true},
        {"/phones/*/b", "/phones/a/c", false},
        {"/*/*", "/a/b", true},
        {"/", "", false},
    };
    for (const auto& row : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(row.pattern) + " " + row.path, row.matches,
                                   matches_path(row.pattern, row.path));
    }
  }

  void accepts_the_methods_of_a_route() {
    for (const char* method : {"GET", "HEAD", "POST"}) {
      CPPUNIT_ASSERT(accepts_method("GET, POST", method));
    }
    CPPUNIT_ASSERT(accepts_method("GET", "HEAD"));
    for (const char* method : {"POST", "", "G", "GET, POST", "get"}) {
      CPPUNIT_ASSERT(!accepts_method("GET", method));
    }
    CPPUNIT_ASSERT(!accepts_method("POST", "HEAD"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PathPatternTest);

}  // namespace spaconf::web
