// The listening socket of a FastCGI program.
#pragma once

#include <filesystem>

namespace spaconf::web {

/// A listening, non-blocking socket. Three ways to one: systemd hands it over as
/// descriptor 3 (LISTEN_FDS), spawn-fcgi and mod_fcgid as descriptor 0; otherwise
/// it is made at `path`, mode 0660, in place of one that nobody answers.
class Listener {
 public:
  /// Throws Misconfigured: the path cannot be made, or another program answers there.
  explicit Listener(const std::filesystem::path& path);
  Listener(const Listener&) = delete;
  ~Listener();

  int fd() const { return fd_; }

 private:
  void make(const std::filesystem::path& path);

  int fd_ = -1;
  std::filesystem::path made_;  // removed at the end; empty when the socket was given to us
};

/// Does the program stand alone, started from a shell, with one request in its environment?
bool is_plain_cgi();

}  // namespace spaconf::web
