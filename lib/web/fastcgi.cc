// Reads FastCGI requests and sends responses.
// Uses only fcgiapp.h, because fcgi_stdio.h would replace the process's environment. Requests
// come from ArrivingRequests: libfcgi's own wait has a window in which a TERM is lost, and one
// connection that sends nothing would keep a worker busy. libfcgi reads those that came in pieces
// from a file in memory.
#include "web/fastcgi.h"

#include <fcgiapp.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <string_view>

#include "base/log.h"
#include "web/arriving_requests.h"
#include "web/cgi_variables.h"
#include "web/request_id.h"

extern char** environ;

namespace spaconf::web {
namespace {

/// All our own waits end long before. If something still hangs then, such as a large request that
/// comes slowly, this worker ends and another replaces it.
constexpr unsigned longest_request = 20;  // seconds
/// The size of an answer that is sent within that time.
constexpr std::size_t largest_part = 64 << 10;

/// The id from nginx or from Apache's mod_unique_id, or a new one.
std::string id_of(const CgiVariables& parameters) {
  const std::string passed = parameters["REQUEST_ID"];
  return request_id(passed.empty() ? parameters["UNIQUE_ID"] : passed);
}

/// The whole text of the answer.
std::string answer_to(Program& program, const CgiVariables& parameters, const ReadBody& read) {
  const auto start = std::chrono::steady_clock::now();
  const std::string id = id_of(parameters);
  const LogContext context("request", id);
  Request request;
  Response response;
  try {
    request = read_head(parameters, program.base_path());
    request.id = id;
    response = respond(program, request, [&] {
      return read_body(parameters, program.largest_body(request.path), read);
    });
  } catch (const Refused& refused) {
    response = program.problem(id, refused.status(), refused.sentence());
  }
  response.headers.emplace_back("X-Request-Id", id);
  if (parameters["REQUEST_METHOD"] == "HEAD") response.body.clear();
  std::string text = serialize(response);
  const auto time = std::chrono::steady_clock::now() - start;
  program.count(request, response.status, std::chrono::floor<std::chrono::microseconds>(time));
  return text;
}

/// A large answer may take a slow client longer, as long as it keeps reading.
void send(const std::string& text, FCGX_Stream* out) {
  for (std::size_t sent = 0; sent < text.size();) {
    const int part = static_cast<int>(std::min(text.size() - sent, largest_part));
    if (FCGX_PutStr(text.data() + sent, part, out) != part) return;
    sent += static_cast<std::size_t>(part);
    if (sent < text.size()) ::alarm(longest_request);
  }
}

/// Adds what follows the first `size` bytes to a file, whose place for reading stays.
void add_rest(int file, std::string_view bytes, std::size_t size) {
  while (size < bytes.size()) {
    const ssize_t added = ::pwrite(file, bytes.data() + size, bytes.size() - size, off_t(size));
    if (added <= 0) return;
    size += static_cast<std::size_t>(added);
  }
}

/// Reads the parameters of the request; false when it has none. libfcgi keeps
/// `ipcFd` and `keepConnection` for itself, but offers no other way to pass a file.
bool accept(FCGX_Request& fastcgi, const ArrivingRequests::Arrived& arrived) {
  fastcgi.ipcFd = arrived.connection;
  if (!arrived.bytes.empty()) {
    fastcgi.ipcFd = ::memfd_create("request", MFD_CLOEXEC);
    add_rest(fastcgi.ipcFd, arrived.bytes, 0);
  }
  fastcgi.keepConnection = 1;  // else FCGX_Accept_r would begin by closing it
  FCGX_Detach(&fastcgi);       // a file without a request is closed at once
  const bool is_accepted = FCGX_Accept_r(&fastcgi) == 0;
  FCGX_Attach(&fastcgi);
  fastcgi.keepConnection = 0;
  return is_accepted;
}

/// Reads the request to its end. True when all of it was there.
bool read_to_end(FCGX_Stream* in) {
  char piece[1024];
  while (FCGX_GetStr(piece, sizeof piece, in) == sizeof piece) continue;
  return FCGX_GetError(in) == 0;
}

/// Sends the answer and closes the connection.
void finish(FCGX_Request& fastcgi, const ArrivingRequests::Arrived& arrived,
            const std::string& answer) {
  // libfcgi waits until the web server has closed the connection too, because unread bytes
  // would cut the answer off. If all bytes were read, no wait is needed.
  const bool is_read = arrived.is_whole && read_to_end(fastcgi.in);
  if (fastcgi.ipcFd != arrived.connection) {
    ::close(fastcgi.ipcFd);
    fastcgi.ipcFd = arrived.connection;
  }
  send(answer, fastcgi.out);
  if (is_read) FCGX_Detach(&fastcgi);
  FCGX_Finish_r(&fastcgi);
}

}  // namespace

void answer_requests(Program& program, int listening) {
  FCGX_Init();
  FCGX_Request fastcgi;
  FCGX_InitRequest(&fastcgi, -1, FCGI_FAIL_ACCEPT_ON_INTR);  // it accepts no connections itself
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  const int signals = ::signalfd(-1, &ends, SFD_NONBLOCK | SFD_CLOEXEC);
  ArrivingRequests arriving(listening, signals);
  while (auto arrived = arriving.next()) {
    ::alarm(longest_request);
    const ReadBody read = [&](char* to, int size) {
      const std::size_t known = arrived->bytes.size();
      if (!arrived->is_whole && !take_rest(*arrived)) return 0;
      add_rest(fastcgi.ipcFd, arrived->bytes, known);
      return FCGX_GetStr(to, size, fastcgi.in);
    };
    if (accept(fastcgi, *arrived)) {
      finish(fastcgi, *arrived, answer_to(program, CgiVariables(fastcgi.envp), read));
    } else if (!arrived->bytes.empty()) {
      ::close(arrived->connection);
    }
    ::alarm(0);
    program.prepare_for_next();
  }
  FCGX_Free(&fastcgi, 1);
  ::close(signals);
}

void answer_plain_cgi(Program& program) {
  const auto read_input = [](char* to, int size) {
    return static_cast<int>(::read(STDIN_FILENO, to, static_cast<std::size_t>(size)));
  };
  const std::string text = answer_to(program, CgiVariables(environ), read_input);
  for (std::size_t sent = 0; sent < text.size();) {
    ssize_t written = ::write(STDOUT_FILENO, text.data() + sent, text.size() - sent);
    if (written <= 0) return;
    sent += static_cast<std::size_t>(written);
  }
}

}  // namespace spaconf::web
