// Reads files whole and replaces them atomically.
// The order is: write elsewhere, fsync, rename, fsync the folder. Only this order never
// shows half a file. A failed fsync is not retried, because the kernel may have dropped
// the pages; the caller must start again with a new file.
#include "base/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace spaconf {
namespace {

[[noreturn]] void failed(const std::filesystem::path& path, int error = errno) {
  throw std::system_error(error, std::generic_category(), path.string());
}

struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

void write_all(int fd, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) failed(path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

/// Opening a pipe waits for its writer, and reading from it may never end.
constexpr int without_waiting = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

/// The mode of the open file.
mode_t mode_of(const Descriptor& open, const std::filesystem::path& path) {
  struct stat status {};
  if (::fstat(open.fd, &status) != 0) failed(path);
  return status.st_mode;
}

std::string all_of(const Descriptor& in, const std::filesystem::path& file,
                   std::size_t most = largest_file) {
  std::string bytes;
  char buffer[16384];
  for (;;) {
    ssize_t got = ::read(in.fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) failed(file);
    if (got == 0) return bytes;
    bytes.append(buffer, static_cast<std::size_t>(got));
    if (bytes.size() > most) failed(file, EFBIG);
  }
}

/// Opens a regular file in a folder that others write to; -1 when there is none. Anything else of
/// that name may fail to open with various errors.
int open_if_regular(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), without_waiting | O_NOFOLLOW);
  if (fd >= 0) return fd;
  if (errno == ENOENT || errno == ELOOP || errno == ENXIO) return -1;
  failed(file);
}

}  // namespace

std::string read_file(const std::filesystem::path& file) {
  Descriptor in{::open(file.c_str(), without_waiting)};
  if (in.fd < 0) failed(file);
  const mode_t mode = mode_of(in, file);
  if (S_ISDIR(mode)) failed(file, EISDIR);
  if (!S_ISREG(mode)) failed(file, EINVAL);
  return all_of(in, file);
}

std::string read_input(const std::filesystem::path& file, std::size_t most) {
  Descriptor in{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (in.fd < 0) failed(file);
  return all_of(in, file, most);
}

std::optional<std::string> read_if_regular(const std::filesystem::path& file) {
  Descriptor in{open_if_regular(file)};
  if (in.fd < 0 || !S_ISREG(mode_of(in, file))) return {};
  return all_of(in, file);
}

bool holds(const std::filesystem::path& file, std::string_view bytes) {
  Descriptor in{open_if_regular(file)};
  if (in.fd < 0) return false;
  struct stat status {};
  if (::fstat(in.fd, &status) != 0) failed(file);
  if (!S_ISREG(status.st_mode)) return false;
  if (static_cast<std::size_t>(status.st_size) != bytes.size()) return false;
  char buffer[65536];
  while (!bytes.empty()) {
    ssize_t got = ::read(in.fd, buffer, std::min(sizeof buffer, bytes.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) failed(file);
    if (got == 0 || !bytes.starts_with({buffer, static_cast<std::size_t>(got)})) return false;
    bytes.remove_prefix(static_cast<std::size_t>(got));
  }
  return true;
}

void sync_files(const std::filesystem::path& folder) {
  Descriptor in{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (in.fd < 0 || ::syncfs(in.fd) != 0) failed(folder);
}

void sync_names(const std::filesystem::path& folder) {
  Descriptor in{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (in.fd < 0 || ::fsync(in.fd) != 0) failed(folder);
}

std::optional<bool> is_abandoned(const std::filesystem::path& file) {
  Descriptor staged{::open(file.c_str(), without_waiting | O_NOFOLLOW)};
  if (staged.fd < 0 || !S_ISREG(mode_of(staged, file))) return {};
  return ::flock(staged.fd, LOCK_EX | LOCK_NB) == 0;
}

void remove_abandoned(const std::filesystem::path& file) {
  Descriptor staged{::open(file.c_str(), without_waiting | O_NOFOLLOW)};
  // It is removed while we hold the lock, so its creator notices that it is gone.
  if (staged.fd >= 0 && ::flock(staged.fd, LOCK_EX | LOCK_NB) == 0) ::unlink(file.c_str());
}

Staged::Staged(const std::filesystem::path& folder, std::string_view bytes, mode_t mode,
               gid_t group, Disk disk) {
  try {
    create(folder);
    fill(folder, bytes, mode, group, disk);
  } catch (...) {
    abandon();
    throw;
  }
}

Staged::~Staged() { abandon(); }

/// A process that removes stale files may come between creating the file and locking it.
void Staged::create(const std::filesystem::path& folder) {
  for (struct stat status{};;) {
    std::string name = (folder / (std::string(staged_prefix) + "XXXXXX")).string();
    lock_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (lock_ < 0) failed(folder);
    path_ = name;
    if (::flock(lock_, LOCK_EX) != 0 || ::fstat(lock_, &status) != 0) failed(path_);
    if (status.st_nlink > 0) return;
    ::close(std::exchange(lock_, -1));
  }
}

void Staged::fill(const std::filesystem::path& folder, std::string_view bytes, mode_t mode,
                  gid_t group, Disk disk) {
  struct stat status {
  }, home{};
  if (::fstat(lock_, &status) != 0 || ::stat(folder.c_str(), &home) != 0) failed(path_);
  // A file written by root gets the folder's owner, who uses it every day.
  if (status.st_uid != home.st_uid && ::geteuid() == 0 &&
      ::fchown(lock_, home.st_uid, gid_t(-1)) != 0) {
    failed(path_);
  }
  if (group != gid_t(-1) && status.st_gid != group && ::fchown(lock_, uid_t(-1), group) != 0) {
    failed(path_);
  }
  if (::fchmod(lock_, mode) != 0) failed(path_);
  write_all(lock_, bytes, path_);
  if (disk == Disk::waits && ::fsync(lock_) != 0) failed(path_);
}

void Staged::abandon() noexcept {
  if (!path_.empty()) ::unlink(path_.c_str());
  if (lock_ >= 0) ::close(std::exchange(lock_, -1));
}

void Staged::publish(const std::filesystem::path& target, Disk disk) {
  if (::rename(path_.c_str(), target.c_str()) != 0) failed(target);
  path_.clear();
  ::close(std::exchange(lock_, -1));
  if (disk == Disk::waits) sync_names(target.parent_path());
}

}  // namespace spaconf
