// Starts, replaces and stops the worker processes.
// This is the workers' parent process. Processes instead of threads mean that our code needs no
// locks, and a crash loses one request.
#include "web/serve.h"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <set>
#include <string>

#include "base/error.h"
#include "base/log.h"
#include "base/process.h"
#include "base/service_manager.h"
#include "base/signals.h"
#include "web/fastcgi.h"
#include "web/listen.h"

namespace spaconf::web {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds grace{10};
/// The shortest time between two replacements of a worker.
constexpr std::chrono::milliseconds pause{200};

class Parent {
 public:
  Parent(const Build& build, std::unique_ptr<Program> program, const sigset_t& watched)
      : build_(build),
        program_(std::move(program)),
        listener_(program_->socket()),
        signals_(::signalfd(-1, &watched, SFD_CLOEXEC)) {}

  void run() {
    warn();
    start_missing();
    service_manager::ready();
    for (;; service_manager::alive()) {
      switch (next_signal(patience())) {
        case 0: start_missing(); break;
        case SIGHUP: reload(); break;
        case SIGCHLD: replace_dead(); break;
        case SIGTERM:
        case SIGINT: finish(); return;
      }
    }
  }

 private:
  /// Until systemd must hear from us, or a fork that failed is tried again; -1: for ever.
  std::chrono::milliseconds patience() const {
    if (workers_.size() < std::size_t(program_->workers())) return std::chrono::seconds(1);
    return service_manager::watchdog_interval().value_or(std::chrono::milliseconds(-1));
  }

  /// 0: there was none in this time.
  int next_signal(std::chrono::milliseconds patience) {
    pollfd wait{signals_, POLLIN, 0};
    if (::poll(&wait, 1, static_cast<int>(patience.count())) <= 0) return 0;
    signalfd_siginfo info{};
    return ::read(signals_, &info, sizeof info) == sizeof info ? int(info.ssi_signo) : 0;
  }

  /// Logs the warnings once for all processes.
  void warn() {
    for (const std::string& each : program_->warnings())
      log(Priority::warning, "configuration", {{"warning", each}});
  }

  /// Throws nothing, because an exception would unwind the parent's stack in the child and remove
  /// the socket that the others listen on.
  [[noreturn]] void work_and_end() noexcept {
    try {
      answer_requests(*program_, listener_.fd());
      ::_exit(0);
    } catch (const std::exception& error) {
      log(Priority::error, "worker failed", {{"why", error.what()}});
    } catch (...) {
      log(Priority::error, "worker failed");
    }
    ::_exit(1);
  }

  void start_missing() {
    while (workers_.size() < std::size_t(program_->workers())) {
      pid_t parent = ::getpid(), pid = ::fork();
      if (pid < 0) {
        log(Priority::error, "fork failed", {{"why", std::strerror(errno)}});
        return;
      }
      if (pid == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (::getppid() != parent) ::_exit(0);
        ::close(signals_);
        work_and_end();
      }
      workers_.insert(pid);
    }
  }

  /// Reaps ended children; true when one of them was a worker.
  bool collect() {
    bool one_of_ours = false;
    int status = 0;
    for (pid_t pid; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
      leaving_.erase(pid);
      if (workers_.erase(pid) == 0) continue;
      one_of_ours = true;
      std::string how = WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                                            : "exit " + std::to_string(WEXITSTATUS(status));
      log(Priority::error, "worker died", {{"pid", std::to_string(pid)}, {"how", how}});
    }
    return one_of_ours;
  }

  void replace_dead() {
    if (!collect()) return;
    if (Clock::now() - last_death_ < pause) ::usleep(std::chrono::microseconds(pause).count());
    last_death_ = Clock::now();
    start_missing();
  }

  void reload() {
    service_manager::reloading();
    try {
      program_ = build_();
    } catch (const std::exception& error) {
      log(Priority::error, "reload failed, keeping old configuration", {{"why", error.what()}});
      service_manager::ready(std::string("old configuration: ") + error.what());
      return;
    }
    for (pid_t pid : workers_) ::kill(pid, SIGTERM);
    leaving_.merge(workers_);
    workers_.clear();
    warn();
    start_missing();
    service_manager::ready();
    log("reloaded");
  }

  void finish() {
    service_manager::stopping();
    leaving_.merge(workers_);
    for (pid_t pid : leaving_) ::kill(pid, SIGTERM);
    for (auto end = Clock::now() + grace; !leaving_.empty() && Clock::now() < end;) {
      next_signal(std::chrono::milliseconds(100));
      collect();
    }
    for (pid_t pid : leaving_) ::kill(pid, SIGKILL);
  }

  const Build& build_;
  std::unique_ptr<Program> program_;
  Listener listener_;
  int signals_;
  std::set<pid_t> workers_, leaving_;
  Clock::time_point last_death_{};
};

}  // namespace

int serve(const Build& build) try {
  std::signal(SIGPIPE, SIG_IGN);
  // If the process that started us ignores it, no worker that dies would be replaced.
  std::signal(SIGCHLD, SIG_DFL);
  // The resolver must give up within the time of a request, too.
  ::setenv("RES_OPTIONS", "timeout:1 attempts:2", 0);
  protect_memory();
  if (is_plain_cgi()) {
    answer_plain_cgi(*build());
    return 0;
  }
  const sigset_t watched = block_signals({SIGTERM, SIGINT, SIGHUP, SIGCHLD});
  Parent(build, build(), watched).run();
  return 0;
} catch (const Misconfigured& error) {
  log_fatal(error.what());
  return exit_misconfigured;
} catch (const std::exception& error) {
  log_fatal(std::string("failed: ") + error.what());
  return 1;
}

}  // namespace spaconf::web
