// Writes profiles to the TFTP folder atomically.
// A file is staged outside the root, where TFTP cannot read it, and renamed into it.
#include "phone/tftp_folder.h"

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <functional>
#include <system_error>

#include "base/crypto.h"
#include "base/error.h"
#include "base/file.h"

namespace spaconf {
namespace {

constexpr char service[] = "TFTP folder";
/// Profiles hold passwords, so only spaconf and the TFTP server may read them.
constexpr mode_t profile_mode = 0640;
/// New files in the folder get its group (setgid).
constexpr mode_t folder_mode = 02750;
/// Below the staging folder: on the same file system, and not served.
constexpr char quarantine_folder[] = "quarantine";

/// The first TFTP server, without its condition.
std::string tftp_server(const std::vector<std::string>& servers) {
  for (const std::string& server : servers) {
    if (auto at = server.find("tftp://"); at != server.npos) return server.substr(at);
  }
  return "";
}

/// Turns system errors into Unavailable.
void as_unavailable(const char* what, const std::function<void()>& act) {
  try {
    act();
  } catch (const std::system_error& error) {
    throw Unavailable(service, std::string(what) + ": " + error.what());
  }
}

/// The names in a folder.
std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

bool is_below(const std::filesystem::path& path, const std::filesystem::path& root) {
  // Symbolic links are resolved as far as the folders exist.
  auto relative = std::filesystem::weakly_canonical(path).lexically_relative(
      std::filesystem::weakly_canonical(root));
  return !relative.empty() && *relative.begin() != "..";
}

}  // namespace

TftpFolder::TftpFolder(const Section& phone, FolderUse use)
    : root_(phone.text("root")),
      staging_(phone.text("staging")),
      directory_(phone.text("directory")),
      server_(tftp_server(phone.one_or_more("server"))),
      use_(use) {
  if (directory_.empty() || directory_.find('.') != directory_.npos || directory_[0] == '/') {
    phone.wrong("directory", "directory must be the name of a folder below root");
  }
  const std::string name = phone.text("group");
  if (!is_written()) return;
  if (is_below(staging_, root_))
    phone.wrong("staging", "staging must not be in a folder that phones can fetch from");
  const struct group* group = ::getgrnam(name.c_str());
  if (!group) phone.wrong("group", "unknown group " + name);
  group_ = group->gr_gid;
}

void TftpFolder::replace(const std::filesystem::path& target, std::string_view bytes) const {
  as_unavailable("write", [&] {
    Staged staged(staging_, bytes, profile_mode, group_);
    make_way(target);
    staged.publish(target);
  });
}

/// A rename replaces anything but a folder, so a folder is moved away first.
void TftpFolder::make_way(const std::filesystem::path& target) const {
  struct stat status {};
  if (::lstat(target.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) return;
  const auto place = staging_ / quarantine_folder /
                     (target.filename().string() + "." + random_text("0123456789abcdef", 8));
  std::filesystem::create_directory(place.parent_path());
  std::filesystem::rename(target, place);
}

void TftpFolder::write(const std::string& file, std::string_view bytes) const {
  replace(root_ / directory_ / file, bytes);
}

void TftpFolder::write_initial(const std::string& file, std::string_view bytes) const {
  replace(root_ / file, bytes);
}

bool TftpFolder::holds(const std::string& file, std::string_view bytes) const {
  bool it_does = false;
  as_unavailable("read", [&] { it_does = spaconf::holds(root_ / directory_ / file, bytes); });
  return it_does;
}

bool TftpFolder::holds_initial(const std::string& file, std::string_view bytes) const {
  bool it_does = false;
  as_unavailable("read", [&] { it_does = spaconf::holds(root_ / file, bytes); });
  return it_does;
}

FileState TftpFolder::state_at(const std::filesystem::path& path, std::string_view bytes) const {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) {
    if (errno == ENOENT) return FileState::missing;
    throw Unavailable(service, "read: " + path.string() + ": " + std::strerror(errno));
  }
  if (!S_ISREG(status.st_mode)) return FileState::content_differs;
  if (::access(path.c_str(), R_OK) != 0) return FileState::wrong_permissions;
  bool it_does = false;
  as_unavailable("read", [&] { it_does = spaconf::holds(path, bytes); });
  if (!it_does) return FileState::content_differs;
  const bool is_ok = (status.st_mode & 07777) == profile_mode && status.st_gid == group_;
  return is_ok ? FileState::ok : FileState::wrong_permissions;
}

FileState TftpFolder::state_of(const std::string& file, std::string_view bytes) const {
  return state_at(root_ / directory_ / file, bytes);
}

FileState TftpFolder::initial_state(const std::string& file, std::string_view bytes) const {
  return state_at(root_ / file, bytes);
}

std::optional<std::string> TftpFolder::read(const std::string& file) const {
  std::optional<std::string> bytes;
  const auto path = root_ / directory_ / file;
  as_unavailable("read", [&] { bytes = read_if_regular(path); });
  return bytes;
}

Staged TftpFolder::stage(std::string_view bytes) const {
  std::optional<Staged> staged;
  as_unavailable(
      "write", [&] { staged.emplace(staging_, bytes, profile_mode, group_, Staged::Disk::later); });
  return std::move(*staged);
}

void TftpFolder::wait_for_staged() const {
  as_unavailable("write", [&] { sync_files(staging_); });
}

void TftpFolder::publish(Staged& staged, const std::string& file) const {
  as_unavailable("write", [&] {
    make_way(root_ / directory_ / file);
    staged.publish(root_ / directory_ / file, Staged::Disk::later);
  });
}

void TftpFolder::wait_for_published() const {
  as_unavailable("write", [&] { sync_names(root_ / directory_); });
}

void TftpFolder::remove(const std::string& file, Staged::Disk disk) const {
  as_unavailable("remove", [&] {
    make_way(root_ / directory_ / file);
    std::filesystem::remove(root_ / directory_ / file);
    if (disk == Staged::Disk::waits) sync_names(root_ / directory_);
  });
}

std::vector<std::string> TftpFolder::files() const {
  std::vector<std::string> names;
  as_unavailable("read", [&] { names = names_in(root_ / directory_); });
  return names;
}

std::vector<std::string> TftpFolder::files_at_root() const {
  std::vector<std::string> names;
  as_unavailable("read", [&] { names = names_in(root_); });
  std::erase_if(names, [](const std::string& name) {
    return !name.starts_with("spa") || !name.ends_with(".cfg");
  });
  return names;
}

bool TftpFolder::has(const std::string& file, std::chrono::seconds age) const {
  struct stat status {};
  if (::lstat((root_ / directory_ / file).c_str(), &status) != 0) return false;
  return std::time(nullptr) - status.st_ctime >= age.count();
}

bool TftpFolder::is_same(const std::filesystem::path& folder) const {
  std::error_code none;
  return std::filesystem::equivalent(root_ / directory_, folder, none);
}

std::string TftpFolder::quarantine(const std::string& file) const {
  // The folder may already have a file of this name.
  const auto place =
      staging_ / quarantine_folder / (file + "." + random_text("0123456789abcdef", 8));
  as_unavailable("quarantine", [&] {
    std::filesystem::create_directory(place.parent_path());
    std::filesystem::rename(root_ / directory_ / file, place);
    sync_names(place.parent_path());
    sync_names(root_ / directory_);
  });
  return place.string();
}

std::uint64_t TftpFolder::purge_quarantine(std::chrono::system_clock::time_point before) const {
  const auto folder = staging_ / quarantine_folder;
  const std::time_t limit = std::chrono::system_clock::to_time_t(before);
  std::uint64_t count = 0;
  std::string failure;
  as_unavailable("quarantine", [&] {
    if (!std::filesystem::exists(folder)) return;
    for (const std::string& name : names_in(folder)) {
      const auto file = folder / name;
      struct stat status {};
      if (::lstat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
      // The move changed st_ctime; st_mtime is still that of the content.
      if (status.st_ctime >= limit) continue;
      if (::unlink(file.c_str()) == 0) {
        ++count;
      } else {
        failure = file.string() + ": " + std::strerror(errno);
      }
    }
  });
  if (!failure.empty()) throw Unavailable(service, "quarantine: delete " + failure);
  return count;
}

std::vector<std::string> TftpFolder::stale_files() const {
  const auto hour_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(staging_, error)) {
    const std::string name = entry.path().filename().string();
    if (name == quarantine_folder) continue;
    std::optional<bool> is_over;
    if (name.starts_with(staged_prefix)) is_over = is_abandoned(entry.path());
    if (!is_over) is_over = entry.last_write_time(error) < hour_ago && !error;
    if (*is_over) names.push_back(name);
  }
  return names;
}

void TftpFolder::remove_stale() const {
  std::error_code error;
  for (const std::string& name : stale_files()) {
    if (name.starts_with(staged_prefix) && is_abandoned(staging_ / name)) {
      remove_abandoned(staging_ / name);
    } else {
      std::filesystem::remove(staging_ / name, error);
    }
  }
}

void TftpFolder::create_folders() const {
  const auto folder = root_ / directory_;
  as_unavailable("make", [&] {
    if (std::filesystem::exists(folder)) return;
    std::filesystem::create_directories(root_);
    const auto failed = [&] {
      throw std::system_error(errno, std::generic_category(), folder.string());
    };
    struct stat made {
    }, staging{};
    if (::mkdir(folder.c_str(), folder_mode & 0777) != 0) failed();
    if (::stat(folder.c_str(), &made) != 0 || ::stat(staging_.c_str(), &staging) != 0) failed();
    // It gets the owner of the staging folder, who uses it every day.
    const uid_t owner = ::geteuid() == 0 ? staging.st_uid : made.st_uid;
    if (made.st_uid == owner && made.st_gid == group_ && (made.st_mode & 07777) == folder_mode) {
      return;  // the root's setgid bit has set the group already, which we may not be allowed to do
    }
    if (::chown(folder.c_str(), owner, group_) != 0) failed();
    if (::chmod(folder.c_str(), folder_mode) != 0) failed();
  });
}

void TftpFolder::create_folder_in_root() const {
  if (!std::filesystem::is_directory(root_)) {
    throw Unavailable(service, root_.string() + " is missing");
  }
  create_folders();
}

std::string TftpFolder::check() const {
  for (const auto& folder : {root_, root_ / directory_, staging_}) {
    if (::access(folder.c_str(), W_OK | X_OK) != 0) {
      throw Unavailable(service, folder.string() + ": " + std::strerror(errno));
    }
  }
  struct stat root {
  }, staging{};
  if (::stat((root_ / directory_).c_str(), &root) == 0 && ::stat(staging_.c_str(), &staging) == 0 &&
      root.st_dev != staging.st_dev) {
    throw Unavailable(service, staging_.string() + " is on another file system than the root");
  }
  return root_.string();
}

}  // namespace spaconf
