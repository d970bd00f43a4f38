// Accepts FastCGI requests and sends responses.
// Uses only fcgiapp.h, because fcgi_stdio.h would replace the process's environment. A worker
// waits in epoll for a connection or a signal, because libfcgi's own wait has a
// window in which a TERM is lost.
#include "web/fastcgi.h"

#include <fcgiapp.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>

#include "base/log.h"
#include "web/cgi_variables.h"
#include "web/request_id.h"

extern char** environ;

namespace spaconf::web {
namespace {

/// All our own waits end long before. If something still hangs then, such as a half-sent
/// request, this worker ends and another replaces it.
constexpr unsigned longest_request = 20;  // seconds
/// The size of an answer that is sent within that time.
constexpr std::size_t largest_part = 64 << 10;

/// The id from nginx or from Apache's mod_unique_id, or a new one.
std::string id_of(const CgiVariables& parameters) {
  const std::string passed = parameters["REQUEST_ID"];
  return request_id(passed.empty() ? parameters["UNIQUE_ID"] : passed);
}

struct Answer {
  std::string text;
  bool has_read_body = false;
};

Answer answer_to(Program& program, const CgiVariables& parameters, const ReadBody& read) {
  const auto start = std::chrono::steady_clock::now();
  const std::string id = id_of(parameters);
  const LogContext context("request", id);
  Answer answer;
  Request request;
  Response response;
  try {
    request = read_head(parameters, program.base_path());
    request.id = id;
    response = respond(program, request, [&] {
      std::string body = read_body(parameters, program.largest_body(request.path), read);
      answer.has_read_body = true;
      return body;
    });
  } catch (const Refused& refused) {
    response = program.problem(id, refused.status(), refused.what());
  }
  response.headers.emplace_back("X-Request-Id", id);
  if (parameters["REQUEST_METHOD"] == "HEAD") response.body.clear();
  answer.text = serialize(response);
  const auto time = std::chrono::steady_clock::now() - start;
  program.count(request, response.status, std::chrono::floor<std::chrono::microseconds>(time));
  return answer;
}

void watch(int waiting, int fd, std::uint32_t events) {
  epoll_event event{.events = events, .data = {}};
  ::epoll_ctl(waiting, EPOLL_CTL_ADD, fd, &event);
}

/// A large answer may take a slow client longer, as long as it keeps reading.
void send(const std::string& text, FCGX_Stream* out) {
  for (std::size_t sent = 0; sent < text.size();) {
    const int part = static_cast<int>(std::min(text.size() - sent, largest_part));
    if (FCGX_PutStr(text.data() + sent, part, out) != part) return;
    sent += static_cast<std::size_t>(part);
    ::alarm(longest_request);
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
  const int waiting = ::epoll_create1(EPOLL_CLOEXEC);
  watch(waiting, listening, EPOLLIN | EPOLLEXCLUSIVE);  // a connection wakes one of us, not all
  watch(waiting, signals, EPOLLIN);
  for (;;) {
    epoll_event event;
    if (::epoll_wait(waiting, &event, 1, -1) < 0) continue;
    if (signal_waits(signals)) break;
    ::alarm(longest_request);
    if (FCGX_Accept_r(&fastcgi) < 0) {
      ::alarm(0);
      continue;  // another worker was faster
    }
    const Answer answer = answer_to(program, CgiVariables(fastcgi.envp), [&](char* to, int size) {
      return FCGX_GetStr(to, size, fastcgi.in);
    });
    send(answer.text, fastcgi.out);
    // libfcgi waits until the web server has closed the connection too, because unread bytes would
    // cut the answer off. If all bytes were read, no wait is needed.
    if (answer.has_read_body && FCGX_GetChar(fastcgi.in) == EOF) FCGX_Detach(&fastcgi);
    FCGX_Finish_r(&fastcgi);
    ::alarm(0);
    program.prepare_for_next();
  }
  FCGX_Free(&fastcgi, 1);
  ::close(waiting);
  ::close(signals);
}

void answer_plain_cgi(Program& program) {
  const auto read_input = [](char* to, int size) {
    return static_cast<int>(::read(STDIN_FILENO, to, static_cast<std::size_t>(size)));
  };
  const std::string text = answer_to(program, CgiVariables(environ), read_input).text;
  for (std::size_t sent = 0; sent < text.size();) {
    ssize_t written = ::write(STDOUT_FILENO, text.data() + sent, text.size() - sent);
    if (written <= 0) return;
    sent += static_cast<std::size_t>(written);
  }
}

}  // namespace spaconf::web
