// Looks the programs' user up, and runs subcommands as this user.
#include "program_user.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "base/translation.h"

namespace spaconf::cli {

ProgramUser::ProgramUser(const std::string& name) : name_(name) {
  const passwd* entry = ::getpwnam(name.c_str());
  if (!entry) throw std::runtime_error(sentence(_("unknown user {name}"), {{"name", name}}));
  uid_ = entry->pw_uid;
  gid_ = entry->pw_gid;
  if (::geteuid() != 0 && ::geteuid() != uid_) {
    throw std::runtime_error(sentence(_("run this as root or as user {name}"), {{"name", name}}));
  }
}

bool ProgramUser::make_folder(const std::filesystem::path& folder, mode_t mode,
                              const std::string& group) const {
  const struct group* entry = ::getgrnam(group.c_str());
  if (!entry) throw std::runtime_error(sentence(_("unknown group {name}"), {{"name", group}}));
  if (std::filesystem::exists(folder) && !std::filesystem::is_empty(folder)) return false;
  std::filesystem::create_directories(folder);
  struct stat status {};
  if (::stat(folder.c_str(), &status) == 0 && status.st_uid == uid_ &&
      status.st_gid == entry->gr_gid && (status.st_mode & 07777) == mode) {
    return false;
  }
  if (::chown(folder.c_str(), uid_, entry->gr_gid) != 0 || ::chmod(folder.c_str(), mode) != 0) {
    throw std::system_error(errno, std::generic_category(), folder.string());
  }
  return true;
}

int ProgramUser::run(std::vector<std::string> words) const {
  std::vector<char*> arguments{const_cast<char*>("spaconf")};
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t child = ::fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child == 0) {
    const bool is_same = ::geteuid() == uid_;
    if (is_same ||
        (::initgroups(name_.c_str(), gid_) == 0 && ::setgid(gid_) == 0 && ::setuid(uid_) == 0)) {
      ::execv("/proc/self/exe", arguments.data());
    }
    ::_exit(127);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace spaconf::cli
