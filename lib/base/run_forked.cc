// Runs a job in forked processes and reads their lines from one pipe.
// All processes share one pipe. A line is written in one call, so it arrives whole.
#include "base/run_forked.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace spaconf {
namespace {

/// The first character of a failure line; no other line begins with it.
constexpr char failure = '\a';

[[noreturn]] void failed(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

void write_line(int pipe, std::string line) {
  std::ranges::replace(line, '\n', ' ');
  line.resize(std::min<std::size_t>(line.size(), PIPE_BUF - 1));
  line += '\n';
  while (::write(pipe, line.data(), line.size()) < 0) {
    if (errno != EINTR) failed("workers");
  }
}

/// The reading process may have ended.
void tell_failure(int pipe, const char* reason) noexcept {
  try {
    write_line(pipe, failure + std::string(reason));
  } catch (...) {
    return;
  }
}

/// Throws nothing, because an exception would unwind the parent's stack.
[[noreturn]] void work_and_end(pid_t leader, int pipe, int number,
                               const std::function<void(int, const SendLine&)>& work) {
  int status = 0;
  try {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != leader) ::_exit(1);
    work(number, [pipe](const std::string& line) { write_line(pipe, line); });
  } catch (const std::exception& error) {
    status = 1;
    tell_failure(pipe, error.what());
  } catch (...) {
    status = 1;
    tell_failure(pipe, "a process failed");
  }
  std::fflush(nullptr);
  ::_exit(status);
}

struct Started {
  std::vector<pid_t> children;
  std::vector<int> left;  ///< What no process could be forked for
};

/// One process for each number, which writes into the second of the pipe's `ends`.
Started start(int count, const int (&ends)[2],
              const std::function<void(int, const SendLine&)>& work) {
  Started started;
  const pid_t leader = ::getpid();
  for (int number = 0; number < count; ++number) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      work_and_end(leader, ends[1], number, work);
    }
    if (child > 0) {
      started.children.push_back(child);
    } else {
      started.left.push_back(number);
    }
  }
  return started;
}

/// Until every process has closed its end. Gives the first failure's reason; empty when there is
/// none.
std::string read_lines(int pipe, const SendLine& on_line) {
  std::string reason, text;
  char buffer[PIPE_BUF];
  for (ssize_t got = 0; (got = ::read(pipe, buffer, sizeof buffer)) != 0;) {
    if (got < 0 && errno != EINTR) break;
    text.append(buffer, got > 0 ? std::size_t(got) : 0);
    for (std::size_t end = 0; (end = text.find('\n')) != text.npos; text.erase(0, end + 1)) {
      const std::string line = text.substr(0, end);
      if (!line.starts_with(failure)) {
        on_line(line);
      } else if (reason.empty()) {
        reason = line.substr(1);
      }
    }
  }
  return reason;
}

/// Did all end well?
bool wait_for(const std::vector<pid_t>& children) {
  bool well = true;
  for (const pid_t child : children) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    well = well && status == 0;
  }
  return well;
}

}  // namespace

void run_forked(int count, const std::function<void(int number, const SendLine& tell)>& work,
                const std::function<void(const std::string& line)>& on_line) {
  int ends[2];
  std::fflush(nullptr);
  if (::pipe(ends) != 0) failed("workers");
  const Started started = start(count, ends, work);
  ::close(ends[1]);
  std::string reason = read_lines(ends[0], on_line);
  ::close(ends[0]);
  const bool well = wait_for(started.children);
  if (!well && reason.empty()) reason = "a process ended before its work was done";
  for (const int number : started.left) {
    try {
      work(number, on_line);
    } catch (const std::exception& error) {
      if (reason.empty()) reason = error.what();
    }
  }
  if (!reason.empty()) throw std::runtime_error(reason);
}

}  // namespace spaconf
