// Tests lib/base/run_forked.cc with processes that count.
#include "base/run_forked.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <set>
#include <stdexcept>

#include "fixtures.h"

namespace spaconf {

class ForkedWorkersTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ForkedWorkersTest);
  CPPUNIT_TEST(hears_every_line_of_every_process_whole);
  CPPUNIT_TEST(tells_what_a_process_failed_of);
  CPPUNIT_TEST(sees_that_a_process_was_killed);
  CPPUNIT_TEST(does_every_share_though_no_process_can_be_started);
  CPPUNIT_TEST(never_unwinds_the_leader_in_a_child);
  CPPUNIT_TEST_SUITE_END();

  void hears_every_line_of_every_process_whole() {
    constexpr int lines = 2000;
    std::multiset<std::string> heard;
    run_forked(
        4,
        [](int number, const SendLine& tell) {
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
      run_forked(
          3,
          [](int number, const SendLine& tell) {
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
      run_forked(
          2,
          [](int number, const SendLine&) {
            if (number == 1) ::raise(SIGKILL);
          },
          [](auto&) {});
    });
    assert_has(thrown, "ended before its work was done");
  }

  /// How a child ended in which `work` was done.
  static int status_of(const std::function<void()>& work) {
    const pid_t child = ::fork();
    if (child == 0) {
      work();
      ::_exit(0);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    return status;
  }

  void does_every_share_though_no_process_can_be_started() {
    CPPUNIT_ASSERT_EQUAL(
        0, status_of([] {
          const rlimit none{0, 0};
          ::setrlimit(RLIMIT_NPROC, &none);
          // The limit is none for root.
          if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(2);
          std::multiset<std::string> heard;
          const auto tell = [](int number, const SendLine& say) {
            for (int i = 0; i < 20'000; ++i) say(std::to_string(number));
            if (number == 1) throw std::runtime_error("database: gone");
          };
          const auto on_line = [&](const std::string& line) { heard.insert(line); };
          const std::string thrown = thrown_by([&] { run_forked(3, tell, on_line); });
          for (const char* each : {"0", "1", "2"}) {
            if (heard.count(each) != 20'000) ::_exit(3);
          }
          if (thrown.find("database: gone") == thrown.npos) ::_exit(4);
        }));
  }

  /// Writes when it is unwound, as a listener would remove its socket.
  struct Belongings {
    int pipe;
    ~Belongings() { CPPUNIT_ASSERT_EQUAL(ssize_t(1), ::write(pipe, "x", 1)); }
  };

  void never_unwinds_the_leader_in_a_child() {
    int ends[2];
    CPPUNIT_ASSERT_EQUAL(0, ::pipe(ends));
    std::string thrown;
    {
      Belongings of_the_leader{ends[1]};
      thrown = thrown_by([] {
        run_forked(
            1, [](int, const SendLine&) { throw 7; }, [](auto&) {});
      });
    }
    assert_has(thrown, "a process failed");
    char buffer[8];
    CPPUNIT_ASSERT_EQUAL(ssize_t(1), ::read(ends[0], buffer, sizeof buffer));
    ::close(ends[0]);
    ::close(ends[1]);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ForkedWorkersTest);

}  // namespace spaconf
