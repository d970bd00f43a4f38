// Tests lib/base/diff.cc: what it writes is what `diff -u` writes.
#include "base/diff.h"

#include "fixtures.h"

namespace spaconf {

class DiffTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DiffTest);
  CPPUNIT_TEST(is_empty_for_the_same);
  CPPUNIT_TEST(shows_three_lines_around_a_change);
  CPPUNIT_TEST(begins_anew_where_changes_are_far_apart);
  CPPUNIT_TEST_SUITE_END();

  static std::string body(const std::string& before, const std::string& after) {
    std::string text = unified_diff(before, after, "a", "b");
    const std::string head = "--- a\n+++ b\n";
    if (!text.empty()) CPPUNIT_ASSERT_EQUAL(head, text.substr(0, head.size()));
    return text.empty() ? "" : text.substr(head.size());
  }

  void is_empty_for_the_same() {
    for (const char* text : {"", "1\n", "1\n2\n3\n"}) {
      CPPUNIT_ASSERT_EQUAL(std::string(), body(text, text));
    }
  }

  void shows_three_lines_around_a_change() {
    for (auto [before, after, wanted] :
         {std::tuple{"", "1\n2\n", "@@ -0,0 +1,2 @@\n+1\n+2\n"},
          {"1\n2\n", "", "@@ -1,2 +0,0 @@\n-1\n-2\n"},
          {"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
           "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n"},
          {"1\n2\n3\n", "1\n3\n", "@@ -1,3 +1,2 @@\n 1\n-2\n 3\n"},
          {"1\n", "1\n2\n", "@@ -1 +1,2 @@\n 1\n+2\n"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(wanted), body(before, after));
    }
  }

  void begins_anew_where_changes_are_far_apart() {
    CPPUNIT_ASSERT_EQUAL(std::string("@@ -1,5 +1,5 @@\n 1\n-2\n+x\n 3\n 4\n 5\n"
                                     "@@ -7,4 +7,4 @@\n 7\n 8\n 9\n-0\n+y\n"),
                         body("1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n", "1\nx\n3\n4\n5\n6\n7\n8\n9\ny\n"));
    CPPUNIT_ASSERT_EQUAL(
        std::string("@@ -1,9 +1,9 @@\n 1\n-2\n+x\n 3\n 4\n 5\n 6\n 7\n 8\n-9\n+y\n"),
        body("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\nx\n3\n4\n5\n6\n7\n8\ny\n"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DiffTest);

}  // namespace spaconf
