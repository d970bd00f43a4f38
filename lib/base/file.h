// Files read whole, and replaced whole or not at all.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace spaconf {

/// All bytes of a file of at most 16 MiB. Throws std::system_error naming it.
std::string read_file(const std::filesystem::path& file);

/// A file that is being written where nobody looks. It vanishes unless it is
/// published. Every failure throws std::system_error naming the file.
class Staged {
 public:
  /// Writes `bytes` into a new file in `folder` and waits until the disk has them.
  /// `group` is the file's group, -1 whatever the folder gives.
  Staged(const std::filesystem::path& folder, std::string_view bytes, mode_t mode, gid_t group);
  Staged(const Staged&) = delete;
  Staged& operator=(const Staged&) = delete;
  ~Staged();

  /// Puts the file in the place of `target`, on the same file system: a reader
  /// sees the old bytes or the new. Returns when that would survive a power cut.
  void publish(const std::filesystem::path& target);

 private:
  std::filesystem::path path_;
};

}  // namespace spaconf
