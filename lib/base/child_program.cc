// Starts programs by posix_spawn and waits for them with a time limit.
// Input and errors are files in memory, so that neither side waits for the other to read.
#include "base/child_program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <stdexcept>

// The header of glibc 2.36 does not say that this is C.
extern "C" {
#include <sys/pidfd.h>
}

namespace spaconf {
namespace {

constexpr std::size_t longest_errors = 2000;

/// Closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {
    if (number_ < 0) throw std::runtime_error(std::string("open: ") + std::strerror(errno));
  }
  Descriptor(const Descriptor&) = delete;
  ~Descriptor() { close(number_); }
  int number() const { return number_; }

 private:
  int number_;
};

/// What the program is started with.
class Setup {
 public:
  Setup(int input, int errors) {
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files, errors, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    sigset_t none, pipe;
    sigemptyset(&none);
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &pipe);
    // A group of its own, so that its children are killed, too.
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  Setup(const Setup&) = delete;
  ~Setup() {
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
  }

  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
};

void fill(const Descriptor& file, const std::string& text) {
  std::size_t written = 0;
  while (written < text.size()) {
    const auto count = write(file.number(), text.data() + written, text.size() - written);
    if (count < 0) throw std::runtime_error(std::string("write: ") + std::strerror(errno));
    written += static_cast<std::size_t>(count);
  }
  lseek(file.number(), 0, SEEK_SET);
}

int start(const std::vector<std::string>& command, const Setup& setup) {
  std::vector<char*> arguments;
  for (const std::string& each : command) arguments.push_back(const_cast<char*>(each.c_str()));
  arguments.push_back(nullptr);
  pid_t process = 0;
  const int error = posix_spawn(&process, command.front().c_str(), &setup.files, &setup.attributes,
                                arguments.data(), environ);
  if (error) throw std::runtime_error(command.front() + ": " + std::strerror(error));
  return process;
}

/// Has the process ended in time?
bool ends_within(pid_t process, std::chrono::seconds most) {
  const Descriptor handle(pidfd_open(process, 0));
  const auto end = std::chrono::steady_clock::now() + most;
  pollfd waiting{.fd = handle.number(), .events = POLLIN, .revents = 0};
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    if (poll(&waiting, 1, static_cast<int>(left.count())) > 0) return true;
  }
}

/// Waits until the process has ended, and gives its status.
int status_of(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) throw std::runtime_error(std::string("wait: ") + std::strerror(errno));
  }
  return status;
}

}  // namespace

ProgramResult run_program(const std::vector<std::string>& command, const std::string& input,
                          std::chrono::seconds most) {
  const Descriptor in(memfd_create("input", MFD_CLOEXEC)),
      errors(memfd_create("errors", MFD_CLOEXEC));
  fill(in, input);
  const pid_t process = start(command, Setup(in.number(), errors.number()));
  try {
    if (!ends_within(process, most)) {
      throw std::runtime_error(command.front() + ": not finished in time");
    }
  } catch (...) {
    kill(-process, SIGKILL);
    status_of(process);
    throw;
  }
  const int status = status_of(process);
  std::string text(longest_errors, '\0');
  const auto length = pread(errors.number(), text.data(), text.size(), 0);
  text.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), text};
}

}  // namespace spaconf
