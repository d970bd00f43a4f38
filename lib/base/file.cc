// Write elsewhere, fsync, rename, fsync the folder: the only order that never
// shows half a file. A failed fsync is not tried again, since the kernel may
// have dropped the pages; whoever asked starts over with a new file.
#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace spaconf {
namespace {

constexpr std::size_t largest_file = 16 << 20;

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

}  // namespace

std::string read_file(const std::filesystem::path& file) {
  Descriptor in{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (in.fd < 0) failed(file);
  std::string bytes;
  char buffer[16384];
  for (;;) {
    ssize_t got = ::read(in.fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) failed(file);
    if (got == 0) return bytes;
    bytes.append(buffer, static_cast<std::size_t>(got));
    if (bytes.size() > largest_file) failed(file, EFBIG);
  }
}

bool holds(const std::filesystem::path& file, std::string_view bytes) {
  Descriptor in{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (in.fd < 0 && errno == ENOENT) return false;
  if (in.fd < 0) failed(file);
  struct stat status {};
  if (::fstat(in.fd, &status) != 0) failed(file);
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

Staged::Staged(const std::filesystem::path& folder, std::string_view bytes, mode_t mode,
               gid_t group, Disk disk) {
  std::string name = (folder / "staged-XXXXXX").string();
  Descriptor out{::mkostemp(name.data(), O_CLOEXEC)};
  if (out.fd < 0) failed(folder);
  path_ = name;
  try {
    struct stat status {
    }, home{};
    if (::fstat(out.fd, &status) != 0 || ::stat(folder.c_str(), &home) != 0) failed(path_);
    // What root writes belongs to whoever reads and writes it every day.
    if (status.st_uid != home.st_uid && ::geteuid() == 0 &&
        ::fchown(out.fd, home.st_uid, gid_t(-1)) != 0) {
      failed(path_);
    }
    if (group != gid_t(-1) && status.st_gid != group && ::fchown(out.fd, uid_t(-1), group) != 0) {
      failed(path_);
    }
    if (::fchmod(out.fd, mode) != 0) failed(path_);
    write_all(out.fd, bytes, path_);
    if (disk == Disk::waits && ::fsync(out.fd) != 0) failed(path_);
  } catch (...) {
    ::unlink(path_.c_str());
    throw;
  }
}

Staged::~Staged() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

void Staged::publish(const std::filesystem::path& target, Disk disk) {
  if (::rename(path_.c_str(), target.c_str()) != 0) failed(target);
  path_.clear();
  if (disk == Disk::waits) sync_names(target.parent_path());
}

}  // namespace spaconf
