// The new lines at the end of a log file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace spaconf {

/// Up to where a file was read. Survives the program when it is written down.
struct FilePosition {
  std::uint64_t inode = 0;  ///< Of the file that was read; 0 when none was
  std::uint64_t position = 0;

  bool operator==(const FilePosition&) const = default;
};

/// The complete new lines since `place`, at most `most` bytes of them, and moves `place`
/// behind them. A file that was renamed to NAME.1 is finished before the new one is begun,
/// one that became shorter is begun anew. Of a file that was never read, and of a line without
/// end, no more than the last `most` bytes are looked at. Throws std::system_error naming
/// the file.
std::string read_new_lines(const std::filesystem::path& file, FilePosition& place,
                           std::size_t most);

}  // namespace spaconf
