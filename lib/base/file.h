// Files read whole, and replaced whole or not at all.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace spaconf {

/// All bytes of a file of at most 16 MiB. Throws std::system_error naming it.
std::string read_file(const std::filesystem::path& file);

/// Does the file hold these bytes, and nothing else? It is only read. False when it is not
/// there. Throws std::system_error naming it.
bool holds(const std::filesystem::path& file, std::string_view bytes);

/// Waits until the disk has every file on the file system of `folder`.
void sync_files(const std::filesystem::path& folder);
/// Waits until the disk has the names in `folder`.
void sync_names(const std::filesystem::path& folder);

/// A file that is being written where nobody looks. It vanishes unless it is
/// published. Every failure throws std::system_error naming the file.
class Staged {
 public:
  /// Who waits for the disk: each file, or whoever has many and calls sync_files() before
  /// the first of them is published and sync_names() after the last.
  enum class Disk { waits, later };

  /// Writes `bytes` into a new file in `folder` and waits until the disk has them.
  /// `group` is the file's group, -1 whatever the folder gives.
  Staged(const std::filesystem::path& folder, std::string_view bytes, mode_t mode, gid_t group,
         Disk disk = Disk::waits);
  Staged(Staged&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  Staged& operator=(const Staged&) = delete;
  ~Staged();

  /// Puts the file in the place of `target`, on the same file system: a reader
  /// sees the old bytes or the new. Returns when that would survive a power cut.
  void publish(const std::filesystem::path& target, Disk disk = Disk::waits);

 private:
  std::filesystem::path path_;
};

}  // namespace spaconf
