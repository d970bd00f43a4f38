// Reads the new lines of a log file, also after it was rotated.
// The log may be rotated between any two calls.
#include "base/log_tail.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <system_error>

namespace spaconf {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file, int error = errno) {
  throw std::system_error(error, std::generic_category(), file.string());
}

class Reader {
 public:
  explicit Reader(const std::filesystem::path& file)
      : file_(file), handle_(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {
    struct stat status {};
    if (handle_ < 0) fail(file);
    if (::fstat(handle_, &status) == 0 && S_ISREG(status.st_mode)) {
      // The database stores the position in signed columns.
      inode_ = status.st_ino & std::uint64_t(std::numeric_limits<std::int64_t>::max());
      size_ = static_cast<std::uint64_t>(status.st_size);
      return;
    }
    ::close(handle_);
    fail(file, EINVAL);
  }
  Reader(const Reader&) = delete;
  ~Reader() { ::close(handle_); }

  std::uint64_t inode() const { return inode_; }
  std::uint64_t size() const { return size_; }

  std::string bytes(std::uint64_t position, std::size_t most) const {
    std::string text(std::min<std::uint64_t>(most, size_ - std::min(position, size_)), '\0');
    std::size_t length = 0;
    while (length < text.size()) {
      const ssize_t got = ::pread(handle_, text.data() + length, text.size() - length,
                                  static_cast<off_t>(position + length));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) fail(file_);
      if (got == 0) break;
      length += static_cast<std::size_t>(got);
    }
    text.resize(length);
    return text;
  }

 private:
  const std::filesystem::path& file_;
  int handle_;
  std::uint64_t inode_ = 0, size_ = 0;
};

std::string lines_from(const Reader& reader, FilePosition& place, std::size_t most) {
  std::string text = reader.bytes(place.position, most);
  const auto end = text.rfind('\n');
  if (end != text.npos) {
    text.resize(end + 1);
    place.position += text.size();
    return text;
  }
  // No known program writes such a long line; reading continues after its end.
  if (text.size() == most) place.position += most;
  return {};
}

/// The lines that were written between the last call and the rotation.
std::string rest_of_renamed(const std::filesystem::path& file, FilePosition& place,
                            std::size_t most) try {
  const std::filesystem::path renamed = file.string() + ".1";
  const Reader reader(renamed);
  return reader.inode() == place.inode ? lines_from(reader, place, most) : "";
} catch (const std::system_error&) {
  return {};
}

}  // namespace

std::string read_new_lines(const std::filesystem::path& file, FilePosition& place,
                           std::size_t most) {
  const bool is_first = place.inode == 0;
  const Reader reader(file);
  if (!is_first && reader.inode() != place.inode) {
    if (std::string rest = rest_of_renamed(file, place, most); !rest.empty()) return rest;
    place = {};
  }
  place.inode = reader.inode();
  if (reader.size() < place.position) place.position = 0;
  if (!is_first || reader.size() <= most) return lines_from(reader, place, most);
  place.position = reader.size() - most;
  std::string lines = lines_from(reader, place, most);
  return lines.substr(std::min(lines.find('\n'), lines.size()));
}

}  // namespace spaconf
