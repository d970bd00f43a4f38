// The least that a file costs that is there whole or not at all, also after a power cut.
//
//   file FOLDER BYTES CLIENTS SECONDS      writes FOLDER/staging/… and renames to FOLDER/config/…
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

#include "crew.h"

namespace {

void must(bool ok, const char* what) {
  if (!ok) throw std::runtime_error(what);
}

void write_one(const std::string& folder, const std::string& name, const std::string& bytes) {
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

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) return 2;
  const std::string folder = arguments[1];
  const std::string bytes(std::strtoul(arguments[2], nullptr, 10), 'p');
  return crew::run(std::atoi(arguments[3]), std::atof(arguments[4]), [&] {
    return [&, mine = std::to_string(::getpid()) + "-", serial = 0L]() mutable {
      write_one(folder, mine + std::to_string(++serial), bytes);
    };
  });
}
