// Opens the listening socket with the right mode.
// FCGX_OpenSocket would unlink any file at the path, set no mode and exit on failure, so the
// socket is created here.
#include "web/listen.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/error.h"
#include "base/number.h"

namespace spaconf::web {
namespace {

constexpr int first_handed_over = 3;  // sd_listen_fds(3)
constexpr int backlog = 4096;

/// The number of sockets that systemd passes to this process; 0 without systemd.
std::int64_t handed_over_by_systemd() {
  const char* pid = std::getenv("LISTEN_PID");
  const char* count = std::getenv("LISTEN_FDS");
  if (!pid || !count || whole_number(pid) != ::getpid()) return 0;
  return whole_number(count).value_or(0);
}

bool listens(int fd) {
  int is = 0;
  socklen_t size = sizeof is;
  return ::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &is, &size) == 0 && is;
}

[[noreturn]] void failed(const std::filesystem::path& path, const std::string& why) {
  throw Misconfigured(path.string() + ": listen: " + why);
}

}  // namespace

bool is_plain_cgi() {
  return !handed_over_by_systemd() && !listens(STDIN_FILENO) && std::getenv("REQUEST_METHOD");
}

Listener::Listener(const std::filesystem::path& path) {
  if (const auto count = handed_over_by_systemd()) {
    take(count);
  } else if (listens(STDIN_FILENO)) {
    fd_ = STDIN_FILENO;
  } else {
    make(path);
  }
  // Several workers wait on one socket; each connection goes to one of them.
  ::fcntl(fd_, F_SETFL, ::fcntl(fd_, F_GETFL) | O_NONBLOCK);
}

void Listener::take(std::int64_t count) {
  if (count != 1 || !listens(first_handed_over)) {
    throw Misconfigured("systemd must pass exactly one listening socket, with Accept=no");
  }
  fd_ = first_handed_over;
  ::fcntl(fd_, F_SETFD, FD_CLOEXEC);
}

void Listener::make(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.native().size() >= sizeof address.sun_path) failed(path, "the path is too long");
  std::strcpy(address.sun_path, path.c_str());
  fd_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd_ < 0) failed(path, std::strerror(errno));
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  if (::connect(fd_, generic, sizeof address) == 0) failed(path, "another program answers there");
  const bool is_refused = errno == ECONNREFUSED;
  // A socket that a dead program left has no listener. A socket of another user is not touched.
  std::error_code ignored;
  const bool is_socket = std::filesystem::is_socket(std::filesystem::symlink_status(path, ignored));
  if (is_refused && is_socket) ::unlink(path.c_str());
  mode_t before = ::umask(0117);  // 0660 from the first moment on
  int bound = ::bind(fd_, generic, sizeof address);
  int error = errno;
  ::umask(before);
  if (bound != 0) failed(path, std::strerror(error));
  made_ = path;
  if (::listen(fd_, backlog) != 0) failed(path, std::strerror(errno));
}

Listener::~Listener() {
  if (!made_.empty()) ::unlink(made_.c_str());
  if (fd_ > STDERR_FILENO) ::close(fd_);
}

}  // namespace spaconf::web
