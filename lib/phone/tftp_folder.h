// Manages the TFTP folder that phones fetch their profiles from.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/file.h"

namespace spaconf {

/// The state of a file in the folder, compared with what it should be.
enum class FileState { ok, wrong_permissions, content_differs, missing };

/// What a program does with the folder.
enum class FolderUse {
  writes,
  names,  ///< It only shows the names of files, and may run as a user who has no access
};

/// The beginning of the names of probe files, which test the server.
constexpr std::string_view probe_prefix = "spaconf-probe-";

/// The folder of [phone]. A file in it is complete or missing; errors are thrown as
/// Unavailable("TFTP folder", …). Files have mode 0640 and the group of the TFTP
/// server.
class TftpFolder {
 public:
  /// Throws Misconfigured: an empty or absolute directory; for a program that writes also unknown
  /// group, staging inside the root.
  explicit TftpFolder(const Section& phone, FolderUse use = FolderUse::writes);

  /// Writes a phone's own profile and replaces an earlier one.
  void write(const std::string& file, std::string_view bytes) const;
  /// Writes an initial profile to the root.
  void write_initial(const std::string& file, std::string_view bytes) const;
  /// Does a phone's own profile have exactly these bytes? The file is only read.
  bool holds(const std::string& file, std::string_view bytes) const;
  bool holds_initial(const std::string& file, std::string_view bytes) const;
  /// Does it have these bytes, and the right mode and group? It is only read.
  FileState state_of(const std::string& file, std::string_view bytes) const;
  FileState initial_state(const std::string& file, std::string_view bytes) const;
  /// The current contents of a phone's own profile; empty when it is missing or not a regular
  /// file.
  std::optional<std::string> read(const std::string& file) const;

  // For many files: stage all, wait for the disk, publish each, wait again.
  Staged stage(std::string_view bytes) const;
  void wait_for_staged() const;
  void publish(Staged& staged, const std::string& file) const;
  void wait_for_published() const;

  /// Removes a phone's own profile, if it exists. After many, wait_for_published() waits for the
  /// disk.
  void remove(const std::string& file, Staged::Disk disk = Staged::Disk::waits) const;

  /// The names of all entries in the folder of the phones' own profiles.
  std::vector<std::string> files() const;
  /// The names at the root that look like profiles: "spa….cfg".
  std::vector<std::string> files_at_root() const;
  /// Does the folder of the phones' own profiles have an entry of that name and at least this age?
  bool has(const std::string& file, std::chrono::seconds age = std::chrono::seconds(0)) const;
  /// Moves a file from there to the quarantine, and returns its new path.
  std::string quarantine(const std::string& file) const;
  /// Deletes the regular files that were moved to the quarantine before this, and returns how many.
  /// Folders and links stay. A file that cannot be deleted is reported after all others.
  std::uint64_t purge_quarantine(std::chrono::system_clock::time_point before) const;

  /// Staged files that killed processes left: files that no process has locked, and, after an hour,
  /// files that we cannot lock.
  std::vector<std::string> stale_files() const;
  /// Removes them.
  void remove_stale() const;
  /// Creates the folder of the phones' own profiles, if it is missing, and the root.
  void create_folders() const;
  /// The same, but throws Unavailable when the root is missing: its disk may not be mounted yet.
  void create_folder_in_root() const;
  /// Checks that we can write here and returns a description; throws Unavailable.
  std::string check() const;

  /// "config/spa000e08112233.cfg"
  std::string path_below_root(const std::string& file) const { return directory_ + "/" + file; }
  /// Is this the folder of the phones' own profiles?
  bool is_same(const std::filesystem::path& folder) const;
  /// Does this program write here?
  bool is_written() const { return use_ == FolderUse::writes; }
  /// The phones' TFTP server, "tftp://192.0.2.1"; empty when they use none.
  const std::string& server() const { return server_; }

 private:
  void replace(const std::filesystem::path& target, std::string_view bytes) const;
  void make_way(const std::filesystem::path& target) const;
  FileState state_at(const std::filesystem::path& path, std::string_view bytes) const;

  std::filesystem::path root_, staging_;
  std::string directory_, server_;
  FolderUse use_;
  gid_t group_ = static_cast<gid_t>(-1);
};

}  // namespace spaconf
