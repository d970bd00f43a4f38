// fcgiapp.h only: fcgi_stdio.h would replace the process's environment. A worker
// waits in poll for a connection or a signal, because libfcgi's own wait has a
// window in which a TERM is lost.
#include "web/gateway.h"

#include <fcgiapp.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

#include "web/parameters.h"

extern char** environ;

namespace spaconf::web {
namespace {

/// Every wait of ours ends long before. What still hangs then, such as a half-sent
/// request, ends this worker, and another takes its place.
constexpr unsigned longest_request = 20;  // seconds

std::string answer_to(Program& program, char** list, const ReadBody& read) {
  try {
    Parameters parameters(list);
    return on_the_wire(respond(program, read_request(parameters, program.base_path(), read)));
  } catch (const Refused& refused) {
    return on_the_wire(program.problem(refused.status(), refused.what()));
  }
}

bool signal_waits(int signals) {
  signalfd_siginfo info;
  return ::read(signals, &info, sizeof info) == sizeof info;
}

}  // namespace

void answer_requests(Program& program, int listening) {
  FCGX_Init();
  FCGX_Request fastcgi;
  FCGX_InitRequest(&fastcgi, listening, FCGI_FAIL_ACCEPT_ON_INTR);
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  const int signals = ::signalfd(-1, &ends, SFD_NONBLOCK | SFD_CLOEXEC);
  pollfd waits[] = {{listening, POLLIN, 0}, {signals, POLLIN, 0}};
  for (;;) {
    if (::poll(waits, 2, -1) < 0) continue;
    if (signal_waits(signals)) break;
    ::alarm(longest_request);
    if (FCGX_Accept_r(&fastcgi) < 0) {
      ::alarm(0);
      continue;  // another worker was faster
    }
    std::string text = answer_to(program, fastcgi.envp, [&](char* to, int size) {
      return FCGX_GetStr(to, size, fastcgi.in);
    });
    FCGX_PutStr(text.data(), static_cast<int>(text.size()), fastcgi.out);
    FCGX_Finish_r(&fastcgi);
    ::alarm(0);
  }
  FCGX_Free(&fastcgi, 1);
  ::close(signals);
}

void answer_plain_cgi(Program& program) {
  std::string text = answer_to(program, environ, [](char* to, int size) {
    return static_cast<int>(::read(STDIN_FILENO, to, static_cast<std::size_t>(size)));
  });
  for (std::size_t sent = 0; sent < text.size();) {
    ssize_t written = ::write(STDOUT_FILENO, text.data() + sent, text.size() - sent);
    if (written <= 0) return;
    sent += static_cast<std::size_t>(written);
  }
}

}  // namespace spaconf::web
