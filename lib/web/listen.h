// Provides the listening socket of a FastCGI program.
#pragma once

#include <cstdint>
#include <filesystem>

namespace spaconf::web {

/// A listening, non-blocking socket. systemd passes it as descriptor 3 (LISTEN_FDS),
/// spawn-fcgi and mod_fcgid as descriptor 0; otherwise it is created at `path`, mode
/// 0660, and replaces one on which no program listens.
class Listener {
 public:
  /// Throws Misconfigured: the socket cannot be created, another program listens there, or systemd
  /// does not pass exactly one.
  explicit Listener(const std::filesystem::path& path);
  Listener(const Listener&) = delete;
  ~Listener();

  int fd() const { return fd_; }

 private:
  void take(std::int64_t count);
  void make(const std::filesystem::path& path);

  int fd_ = -1;
  std::filesystem::path made_;  // removed at the end; empty when the socket was passed to us
};

/// Was the program started from a shell, with one request in its environment?
bool is_plain_cgi();

}  // namespace spaconf::web
