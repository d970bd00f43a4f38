// Tests lib/base/crew.cc with processes that count.
#include "base/crew.h"

#include <unistd.h>

#include <csignal>
#include <set>
#include <stdexcept>

#include "given.h"

namespace spaconf {

class CrewTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CrewTest);
  CPPUNIT_TEST(hears_every_line_of_every_process_whole);
  CPPUNIT_TEST(tells_what_a_process_failed_of);
  CPPUNIT_TEST(sees_that_a_process_was_killed);
  CPPUNIT_TEST_SUITE_END();

  void hears_every_line_of_every_process_whole() {
    constexpr int lines = 2000;
    std::multiset<std::string> heard;
    share(
        4,
        [](int number, const Tell& tell) {
          for (int i = 0; i < lines; ++i) tell(std::string(50, char('a' + number)));
        },
        [&](const std::string& line) { heard.insert(line); });
    CPPUNIT_ASSERT_EQUAL(std::size_t(4 * lines), heard.size());
    for (char c : {'a', 'b', 'c', 'd'}) {
      CPPUNIT_ASSERT_EQUAL(std::size_t(lines), heard.count(std::string(50, c)));
    }
  }

  void tells_what_a_process_failed_of() {
    int heard = 0;
    std::string thrown = thrown_by([&] {
      share(
          3,
          [](int number, const Tell& tell) {
            if (number == 1) throw std::runtime_error("database: gone");
            tell("done");
          },
          [&](const std::string&) { ++heard; });
    });
    assert_has(thrown, "database: gone");
    CPPUNIT_ASSERT_EQUAL(2, heard);
  }

  void sees_that_a_process_was_killed() {
    std::string thrown = thrown_by([] {
      share(
          2,
          [](int number, const Tell&) {
            if (number == 1) ::raise(SIGKILL);
          },
          [](auto&) {});
    });
    assert_has(thrown, "ended before its work was done");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CrewTest);

}  // namespace spaconf
