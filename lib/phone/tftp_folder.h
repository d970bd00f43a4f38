// The TFTP folder that phones fetch their profiles from.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/file.h"

namespace spaconf {

/// The state of a file in the folder, compared with what it should be.
enum class FileState { ok, wrong_permissions, content_differs, missing };

/// How the names of files begin that are laid there for a moment, to try the server.
constexpr std::string_view probe_prefix = "spaconf-probe-";

/// The folder of [phone]. A file in it is complete or not there; whatever goes wrong
/// is thrown as Unavailable("TFTP folder", …). Files are 0640 with the group of the
/// TFTP server; nothing else is ever put there.
class TftpFolder {
 public:
  /// Throws Misconfigured: no such group, staging inside of the root.
  explicit TftpFolder(const Section& phone);

  /// Writes a phone's own profile, in the place of an earlier one.
  void write(const std::string& file, std::string_view bytes) const;
  /// Puts an initial profile at the root.
  void write_initial(const std::string& file, std::string_view bytes) const;
  /// Does a phone's own profile hold exactly these bytes? The file is only read.
  bool holds(const std::string& file, std::string_view bytes) const;
  bool holds_initial(const std::string& file, std::string_view bytes) const;
  /// Does it hold these bytes, and are its mode and group as promised? It is only read.
  FileState state_of(const std::string& file, std::string_view bytes) const;
  FileState initial_state(const std::string& file, std::string_view bytes) const;
  /// A phone's own profile as it is there; empty when there is none, or what is there is not a
  /// file.
  std::optional<std::string> read(const std::string& file) const;

  // Many at once: stage all, wait for the disk, publish each, wait again.
  Staged stage(std::string_view bytes) const;
  void wait_for_staged() const;
  void publish(Staged& staged, const std::string& file) const;
  void wait_for_published() const;

  /// Takes a phone's own profile away; it need not be there.
  void remove(const std::string& file) const;

  /// The names of everything in the folder of the phones' own profiles.
  std::vector<std::string> files() const;
  /// Those at the root that are called like profiles: "spa….cfg".
  std::vector<std::string> files_at_root() const;
  /// Is something of that name among the phones' own profiles, since at least so long?
  bool has(const std::string& file, std::chrono::seconds age = std::chrono::seconds(0)) const;
  /// Moves a file from there to where nobody can fetch it, and gives that place.
  std::string quarantine(const std::string& file) const;

  /// What processes that were killed left half written: what none of them has locked, and what
  /// cannot be locked by us after an hour.
  std::vector<std::string> stale_files() const;
  /// Removes it.
  void remove_stale() const;
  /// Makes the folder of the phones' own profiles, if it is not there.
  void create_folders() const;
  /// Can we write here? Says what was found; throws Unavailable.
  std::string check() const;

  /// "config/spa000e08112233.cfg"
  std::string path_below_root(const std::string& file) const { return directory_ + "/" + file; }
  /// Where phones ask by TFTP, "tftp://192.0.2.1"; empty when they do not.
  const std::string& server() const { return server_; }

 private:
  void replace(const std::filesystem::path& target, std::string_view bytes) const;
  void make_way(const std::filesystem::path& target) const;
  FileState state_at(const std::filesystem::path& path, std::string_view bytes) const;

  std::filesystem::path root_, staging_;
  std::string directory_, server_;
  gid_t group_;
};

}  // namespace spaconf
