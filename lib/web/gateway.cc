// fcgiapp.h only: fcgi_stdio.h would replace the process's environment. A worker
// waits in poll for a connection or a signal, because libfcgi's own wait has a
// window in which a TERM is lost.
#include "web/gateway.h"

#include <fcgiapp.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <map>

#include "base/log.h"
#include "base/text.h"
#include "web/fields.h"

extern char** environ;

namespace spaconf::web {
namespace {

constexpr std::size_t most_parameters = 200;
constexpr std::size_t largest_parameters = 64 << 10;  // bytes, names and values together

/// The request's parameters. One that stands twice with different values is not
/// there at all: a stock include of the web server may name the user before our
/// snippet does.
class Parameters {
 public:
  explicit Parameters(char** list) {
    std::map<std::string, int> doubtful;
    std::size_t count = 0, size = 0;
    for (; list && *list; ++list) {
      std::string_view each = *list;
      size += each.size();
      if (++count > most_parameters || size > largest_parameters) {
        throw Refused(400, "The request has more headers than anybody needs.");
      }
      auto equals = each.find('=');
      if (equals == each.npos) continue;
      std::string name(each.substr(0, equals)), value(each.substr(equals + 1));
      auto [found, is_new] = values_.try_emplace(name, value);
      if (!is_new && found->second != value) doubtful[name] = 1;
    }
    for (const auto& each : doubtful) values_.erase(each.first);
  }

  std::string operator[](const std::string& name) const {
    auto found = values_.find(name);
    return found == values_.end() ? "" : found->second;
  }

 private:
  std::map<std::string, std::string> values_;
};

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string decoded_path(std::string_view path) {
  std::string decoded;
  for (std::size_t i = 0; i < path.size(); ++i) {
    int high = -1, low = -1;
    if (path[i] == '%' && i + 2 < path.size()) {
      high = hex_value(path[i + 1]);
      low = hex_value(path[i + 2]);
    }
    if (high >= 0 && low >= 0) {
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += path[i];
    }
  }
  return decoded;
}

/// Reads `length` bytes of the body through `read`, which gives how many it got.
std::string body_of(const Parameters& parameters,
                    const std::function<int(char*, int)>& read) {
  std::string announced = parameters["CONTENT_LENGTH"];
  if (announced.empty()) return "";
  std::size_t length = 0;
  auto [end, error] = std::from_chars(announced.data(), announced.data() + announced.size(), length);
  if (end != announced.data() + announced.size()) {
    throw Refused(400, "The request's length is no number.");
  }
  if (error != std::errc{} || length > largest_body) {
    throw Refused(413, "That is more than this form can hold.");
  }
  std::string body(length, '\0');
  for (std::size_t have = 0; have < length;) {
    int got = read(body.data() + have, static_cast<int>(length - have));
    if (got <= 0) throw Refused(400, "The request ended before its announced length.");
    have += static_cast<std::size_t>(got);
  }
  return body;
}

Request request_of(const Parameters& parameters, const std::string& base_path) {
  Request request;
  request.method = parameters["REQUEST_METHOD"];
  // SCRIPT_NAME and PATH_INFO differ between web servers; what the browser sent does not.
  std::string uri = parameters["REQUEST_URI"];
  auto mark = uri.find('?');
  if (mark != uri.npos) request.query = uri.substr(mark + 1);
  std::string path = decoded_path(uri.substr(0, mark));
  if (!path.starts_with(base_path) || !is_utf8(path) || has_controls(path)) {
    throw Refused(404, "There is no such page.");
  }
  request.path = path.substr(base_path.size());
  request.content_type = parameters["CONTENT_TYPE"];
  request.origin = parameters["HTTP_ORIGIN"];
  request.fetch_site = parameters["HTTP_SEC_FETCH_SITE"];
  // Stock nginx passes any name a client puts into an Authorization header. Only
  // our snippet sets the marker, inside the location that checked the password.
  request.authenticated = parameters["SPACONF_AUTHENTICATED"] == "yes";
  if (request.authenticated) request.user = parameters["REMOTE_USER"];
  if (!is_utf8(request.user) || has_controls(request.user)) request.user.clear();
  return request;
}

Response response_to(Program& program, char** list, const std::function<int(char*, int)>& read) {
  try {
    Parameters parameters(list);
    Request request = request_of(parameters, program.base_path());
    request.body = body_of(parameters, read);
    return respond(program, request);
  } catch (const Refused& refused) {
    return program.problem(refused.status(), refused.what());
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
    if (FCGX_Accept_r(&fastcgi) < 0) continue;  // another worker was faster
    Response response = response_to(program, fastcgi.envp, [&](char* to, int size) {
      return FCGX_GetStr(to, size, fastcgi.in);
    });
    std::string text = on_the_wire(response);
    FCGX_PutStr(text.data(), static_cast<int>(text.size()), fastcgi.out);
    FCGX_Finish_r(&fastcgi);
  }
  FCGX_Free(&fastcgi, 1);
  ::close(signals);
}

void answer_plain_cgi(Program& program) {
  Response response = response_to(program, environ, [](char* to, int size) {
    return static_cast<int>(::read(STDIN_FILENO, to, static_cast<std::size_t>(size)));
  });
  std::string text = on_the_wire(response);
  for (std::size_t sent = 0; sent < text.size();) {
    ssize_t written = ::write(STDOUT_FILENO, text.data() + sent, text.size() - sent);
    if (written <= 0) return;
    sent += static_cast<std::size_t>(written);
  }
}

}  // namespace spaconf::web
