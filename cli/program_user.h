// The system user who runs the programs.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace spaconf::cli {

class ProgramUser {
 public:
  /// Throws runtime_error for an unknown user, and unless root or this user runs the command.
  explicit ProgramUser(const std::string& name);

  gid_t group() const { return gid_; }
  /// Creates a folder that belongs to this user and to `group`, or makes an empty one so; leaves
  /// one that holds anything as it is. True when something was changed. Throws system_error.
  bool make_folder(const std::filesystem::path& folder, mode_t mode,
                   const std::string& group) const;
  /// Runs `spaconf WORDS…` as this user. Returns the exit code.
  int run(std::vector<std::string> words) const;

 private:
  std::string name_;
  uid_t uid_;
  gid_t gid_;
};

}  // namespace spaconf::cli
