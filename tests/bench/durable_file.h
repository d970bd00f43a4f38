// Writes a file that is there whole or not at all, also after a power cut, with the fewest calls.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

/// Writes FOLDER/staging/NAME and renames it to FOLDER/config/NAME.
inline void write_durably(const std::string& folder, const std::string& name,
                          const std::string& bytes) {
  const auto must = [](bool ok, const char* what) {
    if (!ok) throw std::runtime_error(what);
  };
  const std::string staged = folder + "/staging/" + name;
  int file = ::open(staged.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0640);
  must(file >= 0, "open");
  must(::write(file, bytes.data(), bytes.size()) == ssize_t(bytes.size()), "write");
  must(::fsync(file) == 0, "fsync");
  ::close(file);
  must(::rename(staged.c_str(), (folder + "/config/" + name).c_str()) == 0, "rename");
  int directory = ::open((folder + "/config").c_str(), O_RDONLY | O_DIRECTORY);
  must(directory >= 0 && ::fsync(directory) == 0, "fsync of the folder");
  ::close(directory);
}
