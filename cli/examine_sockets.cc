// Connects to each socket and reads its mode and group.
#include "examine_sockets.h"

#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/translation.h"

namespace spaconf::cli {
namespace {

std::string group_name(gid_t gid) {
  const struct group* group = ::getgrgid(gid);
  return group ? group->gr_name : std::to_string(gid);
}

bool is_there(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

/// Why the socket does not answer; empty when it does.
std::string why_silent(const std::string& path) {
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  if (path.size() >= sizeof address.sun_path) return _("the path is too long");
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int failed =
      ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) ? errno : 0;
  ::close(socket);
  return failed ? std::strerror(failed) : "";
}

/// The socket's mode and group, which decide whether the web server may connect.
void examine_socket(const std::string& path, Examination& examination) {
  if (const std::string why = why_silent(path); !why.empty()) {
    examination.bad(sentence(_("socket {path}: {reason}; start the program: systemctl enable --now "
                               "spaconf-form.socket spaconf-submit.socket"),
                             {{"path", path}, {"reason", why}}));
    return;
  }
  struct stat status {};
  ::stat(path.c_str(), &status);
  const std::string group = group_name(status.st_gid);
  if (!(status.st_mode & S_IWGRP)) {
    examination.bad(
        sentence(_("socket {path}: its group {group} may not connect, so the web server "
                   "cannot either: chmod 0660"),
                 {{"path", path}, {"group", group}}));
  } else if (status.st_mode & S_IRWXO) {
    examination.bad(sentence(
        _("socket {path}: every user of this machine may connect and name any user: chmod 0660"),
        {{"path", path}}));
  } else {
    examination.good(sentence(_("socket {path}: open to the group {group}"),
                              {{"path", path}, {"group", group}}));
  }
}

}  // namespace

void examine_sockets(const std::vector<std::string>& paths, bool pages_answer,
                     Examination& examination) {
  if (pages_answer && std::ranges::none_of(paths, is_there)) {
    examination.good(
        _("no socket is needed: the web server starts the programs itself (mod_fcgid)"));
    return;
  }
  for (const std::string& path : paths) examine_socket(path, examination);
}

}  // namespace spaconf::cli
