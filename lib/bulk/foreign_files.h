// Finds the profiles of phones in a folder that others write to.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "phone/mac.h"

namespace spaconf {

/// A file whose name is like a profile's.
struct ForeignFile {
  std::string name;          ///< "spa000e08112233.cfg"; any bytes
  std::optional<Mac> mac;    ///< Empty: no phone's own profile
  std::string why_not = {};  ///< Why it is left alone; empty when it can be read
};

/// The entries of the folder that are named "spa….cfg", in the order of their names. Others, and
/// folders in it, are not looked at. Two files of one address are both left alone. Throws
/// std::system_error when the folder cannot be read.
std::vector<ForeignFile> foreign_files(const std::filesystem::path& folder);

/// Its bytes. Throws UnreadableProfile: no regular file, no permission, too large. Links are not
/// followed.
std::string read_foreign_file(const std::filesystem::path& file);

}  // namespace spaconf
