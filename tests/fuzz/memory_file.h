// A file in memory, for parsers that read a path: its contents change with each input, and no disk
// is used.
#pragma once

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "property.h"

namespace spaconf::fuzz {

class MemoryFile {
 public:
  /// Its path is "/proc/self/fd/NUMBER", the same in each run. Only its owner can read it.
  explicit MemoryFile(int number) : number_(number) {
    const int made = ::memfd_create("input", 0);
    require(made >= 0 && ::dup2(made, number) == number && ::fchmod(number, 0600) == 0,
            "a file in memory can be made");
    ::close(made);
  }
  MemoryFile(const MemoryFile&) = delete;
  ~MemoryFile() { ::close(number_); }

  std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(number_); }

  void write(std::string_view text) const {
    require(::ftruncate(number_, 0) == 0 &&
                ::pwrite(number_, text.data(), text.size(), 0) == ssize_t(text.size()),
            "a file in memory can be written");
  }

 private:
  int number_;
};

/// Ends the fuzzer unless the message is "FILE:LINE: sentence", with a line that the text has.
void require_place(std::string_view message, const MemoryFile& file, std::string_view text);

}  // namespace spaconf::fuzz
