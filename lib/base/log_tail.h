// Reads the new lines at the end of a log file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace spaconf {

/// The position up to which a file was read. The caller can store it.
struct FilePosition {
  std::uint64_t inode = 0;  ///< Of the file that was read; 0 at first
  std::uint64_t position = 0;

  bool operator==(const FilePosition&) const = default;
};

/// Returns the complete new lines since `place`, at most `most` bytes, and moves `place` after
/// them. A file that was renamed to NAME.1 is read to its end before the new one; a file that
/// became shorter is read from its beginning. Of a new file, and of a line without end, only the
/// last `most` bytes are read. Throws std::system_error naming
/// the file.
std::string read_new_lines(const std::filesystem::path& file, FilePosition& place,
                           std::size_t most);

}  // namespace spaconf
