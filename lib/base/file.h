// Reads whole files and replaces them atomically.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace spaconf {

/// How many bytes a file has at most that is read whole.
constexpr std::size_t largest_file = 16 << 20;

/// All bytes of a regular file of at most that size; a symbolic link to one is followed. Throws
/// std::system_error naming it, and never waits for the writer of a pipe.
std::string read_file(const std::filesystem::path& file);
/// The same, but also reads a pipe or a device to its end, for files named on the command line, and
/// at most so many bytes.
std::string read_input(const std::filesystem::path& file, std::size_t most = largest_file);
/// The same for a regular file in a folder that others write to; empty when it is missing or not
/// a regular file, such as a link or a pipe.
std::optional<std::string> read_if_regular(const std::filesystem::path& file);

/// Is this a regular file with exactly these bytes? It is only read. False when it is missing.
/// Throws std::system_error naming it.
bool holds(const std::filesystem::path& file, std::string_view bytes);

/// Waits until the disk has every file on the file system of `folder`.
void sync_files(const std::filesystem::path& folder);
/// Waits until the disk has the names in `folder`.
void sync_names(const std::filesystem::path& folder);

/// How the names of staged files begin.
constexpr std::string_view staged_prefix = "staged-";
/// Has the process that staged the file ended without publishing it? Empty when permission is
/// missing.
std::optional<bool> is_abandoned(const std::filesystem::path& file);
/// Removes the file if it is stale.
void remove_abandoned(const std::filesystem::path& file);

/// A file that is being written in another folder. The destructor removes it unless it
/// was published. It is locked while this object exists, which distinguishes it from one that a
/// killed process left. Every failure throws std::system_error naming the file.
class Staged {
 public:
  /// Who waits for the disk: each file, or the caller, who calls sync_files() before
  /// publishing the first of many files and sync_names() after the last.
  enum class Disk { waits, later };

  /// Writes `bytes` into a new file in `folder` and waits until the disk has them.
  /// `group` is the file's group; -1 means the folder's default.
  Staged(const std::filesystem::path& folder, std::string_view bytes, mode_t mode, gid_t group,
         Disk disk = Disk::waits);
  Staged(Staged&& other) noexcept
      : path_(std::exchange(other.path_, {})), lock_(std::exchange(other.lock_, -1)) {}
  Staged& operator=(const Staged&) = delete;
  ~Staged();

  /// Replaces `target`, which must be on the same file system: a reader sees the
  /// old bytes or the new. Returns when the change would survive a power failure.
  void publish(const std::filesystem::path& target, Disk disk = Disk::waits);

 private:
  void create(const std::filesystem::path& folder);
  void fill(const std::filesystem::path& folder, std::string_view bytes, mode_t mode, gid_t group,
            Disk disk);
  void abandon() noexcept;

  std::filesystem::path path_;
  int lock_ = -1;  // the open file
};

}  // namespace spaconf
