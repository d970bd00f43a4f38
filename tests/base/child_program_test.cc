// Tests lib/base/child_program.cc with programs that every system has.
#include "base/child_program.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "fixtures.h"

namespace spaconf {

class ChildProgramTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ChildProgramTest);
  CPPUNIT_TEST(gives_the_input_and_tells_how_it_ended);
  CPPUNIT_TEST(kills_what_takes_too_long_with_its_children);
  CPPUNIT_TEST(fails_when_nothing_tells_how_it_ended);
  CPPUNIT_TEST(leaves_no_process_when_it_cannot_wait);
  CPPUNIT_TEST_SUITE_END();

  void gives_the_input_and_tells_how_it_ended() {
    const std::string large(1 << 20, 'x');
    const auto counted =
        run_program({"/bin/sh", "-c", "wc -c >&2; exit 3"}, large, std::chrono::seconds(20));
    CPPUNIT_ASSERT_EQUAL(3, counted.code);
    CPPUNIT_ASSERT_EQUAL(std::string("1048576\n"), counted.errors);
    // It ignores its input and says more than is kept.
    const auto chatty = run_program({"/bin/sh", "-c", "head -c 100000 /dev/zero >&2"}, large,
                                    std::chrono::seconds(20));
    CPPUNIT_ASSERT_EQUAL(0, chatty.code);
    CPPUNIT_ASSERT_EQUAL(std::size_t(2000), chatty.errors.size());
  }

  void kills_what_takes_too_long_with_its_children() {
    const auto start = std::chrono::steady_clock::now();
    assert_has(thrown_by([] {
                 run_program({"/bin/sh", "-c", "sleep 60 & wait"}, "", std::chrono::seconds(1));
               }),
               "/bin/sh: not finished in time");
    CPPUNIT_ASSERT(std::chrono::steady_clock::now() - start < std::chrono::seconds(30));
  }

  void fails_when_nothing_tells_how_it_ended() {
    std::signal(SIGCHLD, SIG_IGN);
    const std::string thrown =
        thrown_by([] { run_program({"/bin/false"}, "", std::chrono::seconds(20)); });
    std::signal(SIGCHLD, SIG_DFL);
    CPPUNIT_ASSERT(!thrown.empty());
  }

  void leaves_no_process_when_it_cannot_wait() {
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    const int next = ::dup(0);
    ::close(next);
    // Enough for its two files, not for a third.
    const rlimit few{.rlim_cur = static_cast<rlim_t>(next) + 2, .rlim_max = before.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &few);
    const std::string thrown = thrown_by([] {
      run_program({"/bin/sleep", "60"}, "", std::chrono::seconds(20));
    });
    ::setrlimit(RLIMIT_NOFILE, &before);
    assert_has(thrown, "Too many open files");
    CPPUNIT_ASSERT_EQUAL(-1, ::waitpid(-1, nullptr, WNOHANG));
    CPPUNIT_ASSERT_EQUAL(ECHILD, errno);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ChildProgramTest);

}  // namespace spaconf
