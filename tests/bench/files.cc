// The least that looking at many profiles, or replacing them, can cost. Prints files per second.
//
//   files compare FOLDER                 opens, reads and compares each with bytes in memory
//   files replace FOLDER STAGING each    writes and syncs each, in four processes, and renames it
//   files replace FOLDER STAGING once    writes all, syncs the file system once, renames all
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Seconds = std::chrono::duration<double>;
constexpr std::size_t at_once = 1000;
constexpr std::size_t processes = 4;

void must(bool ok, const char* what) {
  if (!ok) throw std::runtime_error(what);
}

struct File {
  std::string path, bytes;
};

std::vector<File> all_in(const std::filesystem::path& folder) {
  std::vector<File> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files.push_back({entry.path().string(), {}});
  }
  return files;
}

void read(const std::string& path, std::string& bytes) {
  int file = ::open(path.c_str(), O_RDONLY);
  must(file >= 0, "open");
  struct stat status {};
  must(::fstat(file, &status) == 0, "stat");
  bytes.resize(std::size_t(status.st_size));
  must(::read(file, bytes.data(), bytes.size()) == ssize_t(bytes.size()), "read");
  ::close(file);
}

/// The expected bytes are read beforehand, all at once.
Seconds compare(std::vector<File>& files) {
  Seconds spent{};
  std::string bytes;
  for (std::size_t begin = 0; begin < files.size(); begin += at_once) {
    const std::size_t end = std::min(begin + at_once, files.size());
    for (std::size_t i = begin; i < end; ++i) read(files[i].path, files[i].bytes);
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = begin; i < end; ++i) {
      read(files[i].path, bytes);
      must(bytes == files[i].bytes, "compare");
    }
    spent += std::chrono::steady_clock::now() - start;
    for (std::size_t i = begin; i < end; ++i) files[i].bytes = {};
  }
  return spent;
}

std::string staged(const std::string& staging, const File& file) {
  return staging + "/" + std::filesystem::path(file.path).filename().string();
}

void write(const std::string& path, const std::string& bytes, bool waits) {
  int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0640);
  must(file >= 0, "open");
  must(::write(file, bytes.data(), bytes.size()) == ssize_t(bytes.size()), "write");
  must(!waits || ::fsync(file) == 0, "fsync");
  ::close(file);
}

void sync(const std::string& folder, int (*how)(int)) {
  int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY);
  must(directory >= 0 && how(directory) == 0, "sync");
  ::close(directory);
}

void replace_each(const std::vector<File>& files, const std::string& staging, std::size_t first) {
  for (std::size_t i = first; i < files.size(); i += processes) {
    const std::string path = staged(staging, files[i]);
    write(path, files[i].bytes, true);
    must(::rename(path.c_str(), files[i].path.c_str()) == 0, "rename");
  }
}

Seconds replace(std::vector<File>& files, const std::string& folder, const std::string& staging,
                bool each) {
  for (File& file : files) read(file.path, file.bytes);
  const auto start = std::chrono::steady_clock::now();
  if (each) {
    for (std::size_t first = 0; first < processes; ++first) {
      if (::fork() != 0) continue;
      replace_each(files, staging, first);
      ::_exit(0);
    }
    for (int status = 0; ::wait(&status) > 0;) must(status == 0, "a process failed");
  } else {
    for (const File& file : files) write(staged(staging, file), file.bytes, false);
    sync(staging, ::syncfs);
    for (const File& file : files) {
      must(::rename(staged(staging, file).c_str(), file.path.c_str()) == 0, "rename");
    }
  }
  sync(folder, ::fsync);
  return std::chrono::steady_clock::now() - start;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string what = count > 2 ? arguments[1] : "";
  if (what != "compare" && (what != "replace" || count != 5)) return 2;
  auto files = all_in(arguments[2]);
  const Seconds spent = what == "compare" ? compare(files)
                                          : replace(files, arguments[2], arguments[3],
                                                    std::string(arguments[4]) == "each");
  std::printf("%.1f\n", double(files.size()) / spent.count());
}
