// Tests lib/base/file.cc.
#include "base/file.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "fixtures.h"

namespace spaconf {

class FileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FileTest);
  CPPUNIT_TEST(vanishes_unless_it_is_published);
  CPPUNIT_TEST(replaces_with_mode_and_group);
  CPPUNIT_TEST(leaves_everything_as_it_was_when_it_fails);
  CPPUNIT_TEST(reads_all_bytes_or_names_the_file);
  CPPUNIT_TEST(opens_regular_files_only);
  CPPUNIT_TEST(knows_what_a_killed_process_left);
  CPPUNIT_TEST_SUITE_END();

  Folder folder_;

  std::size_t files() const {
    return std::size_t(std::distance(std::filesystem::directory_iterator(folder_.path()), {}));
  }

  void vanishes_unless_it_is_published() {
    {
      Staged staged(folder_.path(), "bytes", 0640, gid_t(-1));
      CPPUNIT_ASSERT_EQUAL(std::size_t(1), files());
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t(0), files());
  }

  void replaces_with_mode_and_group() {
    std::filesystem::path target = folder_.file("target", "old");
    const std::string bytes = std::string("new\0", 4) + std::string(100000, 'x');
    Staged(folder_.path(), bytes, 0640, ::getgid()).publish(target);
    CPPUNIT_ASSERT_EQUAL(bytes, read_file(target));
    CPPUNIT_ASSERT_EQUAL(0640u, unsigned(std::filesystem::status(target).permissions()));
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), files());
  }

  void leaves_everything_as_it_was_when_it_fails() {
    std::filesystem::path nowhere = folder_.path() / "nowhere";
    assert_has(thrown_by([&] { Staged(nowhere, "", 0640, gid_t(-1)); }, &folder_), "nowhere");
    assert_has(
        thrown_by([&] { Staged(folder_.path(), "", 0640, gid_t(-1)).publish(nowhere / "a"); },
                  &folder_),
        "nowhere/a");
    CPPUNIT_ASSERT_EQUAL(std::size_t(0), files());
  }

  void reads_all_bytes_or_names_the_file() {
    for (const std::string& bytes :
         {std::string(), std::string("a\0\xff", 3), std::string(70000, 'x')}) {
      CPPUNIT_ASSERT_EQUAL(bytes, read_file(folder_.file("file", bytes)));
    }
    for (const char* name : {"missing", "."}) {
      assert_has(thrown_by([&] { read_file(folder_.path() / name); }), folder_.path().string());
    }
    std::filesystem::resize_file(folder_.file("large", ""), (16 << 20) + 1);
    assert_has(thrown_by([&] { read_file(folder_.path() / "large"); }), "File too large");
  }

  /// Each of these would wait for ever, or read what is not ours, if it was opened as a file is.
  void opens_regular_files_only() {
    alarm(5);
    const auto pipe = folder_.path() / "pipe", link = folder_.path() / "link",
               loop = folder_.path() / "loop", directory = folder_.path() / "directory";
    const auto file = folder_.file("file", "bytes");
    CPPUNIT_ASSERT_EQUAL(0, ::mkfifo(pipe.c_str(), 0600));
    create_symlink(file, link);
    create_symlink(loop, loop);
    create_directory(directory);
    for (const auto& each : {pipe, link, loop, directory, folder_.path() / "missing",
                             std::filesystem::path("/dev/zero")}) {
      CPPUNIT_ASSERT_MESSAGE(each.string(), !read_if_regular(each));
      CPPUNIT_ASSERT_MESSAGE(each.string(), !holds(each, "bytes"));
      CPPUNIT_ASSERT_MESSAGE(each.string(), !holds(each, ""));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("bytes"), *read_if_regular(file));
    CPPUNIT_ASSERT_EQUAL(std::string("bytes"), read_file(link));
    for (const auto& each : {pipe, std::filesystem::path("/dev/zero")}) {
      assert_has(thrown_by([&] { read_file(each); }), "Invalid argument");
    }
    alarm(0);
  }

  void knows_what_a_killed_process_left() {
    int ready[2];
    CPPUNIT_ASSERT_EQUAL(0, ::pipe(ready));
    const pid_t child = ::fork();
    if (child == 0) {
      Staged staged(folder_.path(), "bytes", 0640, gid_t(-1));
      if (::write(ready[1], "", 1) == 1) ::pause();
      ::_exit(1);
    }
    char byte;
    CPPUNIT_ASSERT_EQUAL(ssize_t(1), ::read(ready[0], &byte, 1));
    const auto file = std::filesystem::directory_iterator(folder_.path())->path();
    CPPUNIT_ASSERT(is_abandoned(file) == false);
    remove_abandoned(file);
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), files());
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(ready[0]);
    ::close(ready[1]);
    CPPUNIT_ASSERT(is_abandoned(file) == true);
    remove_abandoned(file);
    CPPUNIT_ASSERT_EQUAL(std::size_t(0), files());
    CPPUNIT_ASSERT(!is_abandoned(file).has_value());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FileTest);

}  // namespace spaconf
