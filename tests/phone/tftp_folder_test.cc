// Tests lib/phone/tftp_folder.cc in a folder of its own.
#include "phone/tftp_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <functional>

#include "base/file.h"
#include "fixtures.h"

namespace spaconf {

using std::filesystem::exists;
using std::filesystem::perms;

class TftpFolderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TftpFolderTest);
  CPPUNIT_TEST(puts_files_of_mode_0640_and_nothing_else);
  CPPUNIT_TEST(replaces_whole_files);
  CPPUNIT_TEST(takes_a_profile_away_once_or_twice);
  CPPUNIT_TEST(says_that_the_folder_is_missing);
  CPPUNIT_TEST(refuses_staging_that_phones_can_see);
  CPPUNIT_TEST(refuses_other_misconfigurations);
  CPPUNIT_TEST(removes_only_stale_files);
  CPPUNIT_TEST(removes_at_once_what_no_process_is_writing);
  CPPUNIT_TEST(waits_for_nothing_that_lies_there_instead_of_a_file);
  CPPUNIT_TEST(reports_the_state_of_a_file);
  CPPUNIT_TEST(moves_files_to_the_quarantine);
  CPPUNIT_TEST(purges_files_by_the_time_of_their_move_to_quarantine);
  CPPUNIT_TEST(purges_neither_folders_nor_links);
  CPPUNIT_TEST(makes_the_folder_anew);
  CPPUNIT_TEST_SUITE_END();

  Folder folder_;

  TftpFolder tftp_folder(const std::vector<std::pair<std::string, std::string>>& changes = {}) {
    return TftpFolder(config(folder_, shipped_configuration(folder_, changes)).section("phone"));
  }

  std::size_t files_below(const char* name) const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path() / name)) {
      count += entry.is_regular_file();
    }
    return count;
  }

  void puts_files_of_mode_0640_and_nothing_else() {
    TftpFolder folder = this->tftp_folder();
    folder.write("spa000e08aabbcc.cfg", "own");
    folder.write_initial("spa942.cfg", "initial");
    for (auto [name, bytes] :
         {std::pair{"tftp/config/spa000e08aabbcc.cfg", "own"}, {"tftp/spa942.cfg", "initial"}}) {
      auto file = folder_.path() / name;
      CPPUNIT_ASSERT_EQUAL(std::string(bytes), read_file(file));
      CPPUNIT_ASSERT_EQUAL(0640u, unsigned(std::filesystem::status(file).permissions()));
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), files_below("tftp"));
    CPPUNIT_ASSERT_EQUAL(std::size_t(0), files_below("staging"));
    CPPUNIT_ASSERT_EQUAL((folder_.path() / "tftp").string(), folder.check());
    CPPUNIT_ASSERT_EQUAL(std::string("config/a.cfg"), folder.path_below_root("a.cfg"));
  }

  void replaces_whole_files() {
    TftpFolder folder = this->tftp_folder();
    for (const std::string& bytes : {std::string(100000, 'a'), std::string("b"), std::string()}) {
      folder.write("a.cfg", bytes);
      CPPUNIT_ASSERT_EQUAL(bytes, read_file(folder_.path() / "tftp/config/a.cfg"));
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), files_below("tftp"));
  }

  void takes_a_profile_away_once_or_twice() {
    TftpFolder folder = this->tftp_folder();
    folder.write("a.cfg", "a");
    folder.remove("a.cfg");
    folder.remove("a.cfg");
    CPPUNIT_ASSERT_EQUAL(std::size_t(0), files_below("tftp"));
  }

  void says_that_the_folder_is_missing() {
    for (const char* name : {"tftp/config", "staging", "tftp"}) {
      TftpFolder folder = this->tftp_folder();
      std::filesystem::remove_all(folder_.path() / name);
      for (const std::string& thrown : {thrown_by([&] { folder.write("a.cfg", "a"); }, &folder_),
                                        thrown_by([&] { folder.check(); }, &folder_)}) {
        CPPUNIT_ASSERT_MESSAGE(thrown, thrown.starts_with("Unavailable: TFTP folder: "));
        assert_has(thrown, "No such file or directory");
      }
      folder.remove_stale();
      if (exists(folder_.path() / "staging"))
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), files_below("staging"));
    }
  }

  void refuses_staging_that_phones_can_see() {
    std::string root = folder_.path().string();
    shipped_configuration(folder_);
    std::filesystem::create_directory_symlink(root + "/tftp", root + "/looks-outside");
    for (const char* staging : {"/tftp", "/tftp/", "/tftp/staging", "/tftp/config/../x",
                                "/staging/../tftp/x", "/looks-outside", "/looks-outside/config"}) {
      std::string thrown = thrown_by(
          [&] {
            tftp_folder({{"staging = ", "\"" + root + staging + "\""}});
          },
          &folder_);
      CPPUNIT_ASSERT_MESSAGE(
          staging, thrown.ends_with("staging must not be in a folder that phones can fetch from"));
    }
    for (const char* staging : {"/tftp2", "/tftp/../staging", "/tft"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(staging, std::string(), thrown_by([&] {
                                     tftp_folder({{"staging = ", "\"" + root + staging + "\""}});
                                   }));
    }
  }

  void refuses_other_misconfigurations() {
    for (auto [key, value, sentence] :
         {std::tuple{"group = ", "\"no-such-group\"", "unknown group no-such-group"},
          {"directory = ", "\"\"", "directory must be the name"},
          {"directory = ", "\"..\"", "directory must be the name"},
          {"directory = ", "\"../etc\"", "directory must be the name"},
          {"directory = ", "\"/etc\"", "directory must be the name"}}) {
      assert_has(thrown_by([&, key = key, value = value] {
                   tftp_folder({{key, value}});
                 }),
                 sentence);
    }
  }

  void removes_at_once_what_no_process_is_writing() {
    TftpFolder folder = this->tftp_folder();
    const auto left = folder_.file("staging/staged-abcdef", "");
    Staged ours = folder.stage("bytes");
    CPPUNIT_ASSERT(folder.stale_files() == std::vector<std::string>{"staged-abcdef"});
    folder.remove_stale();
    CPPUNIT_ASSERT(!exists(left));
    folder.publish(ours, "a.cfg");
    CPPUNIT_ASSERT(folder.holds("a.cfg", "bytes"));
  }

  void waits_for_nothing_that_lies_there_instead_of_a_file() {
    alarm(5);
    TftpFolder folder = this->tftp_folder();
    const auto place = folder_.path() / "tftp/config/a.cfg";
    const std::vector<std::function<void()>> instead = {
        [&] { CPPUNIT_ASSERT_EQUAL(0, ::mkfifo(place.c_str(), 0640)); },
        [&] { create_symlink(folder_.file("secret", "bytes"), place); },
        [&] { create_directories(place / "sub"); }};
    for (const auto& put : instead) {
      put();
      CPPUNIT_ASSERT(!folder.read("a.cfg"));
      CPPUNIT_ASSERT(!folder.holds("a.cfg", "bytes"));
      CPPUNIT_ASSERT(folder.state_of("a.cfg", "bytes") == FileState::content_differs);
      folder.write("a.cfg", "own");
      CPPUNIT_ASSERT(folder.state_of("a.cfg", "own") == FileState::ok);
      std::filesystem::remove(place);
    }
    CPPUNIT_ASSERT_EQUAL(std::string("bytes"), read_file(folder_.path() / "secret"));
    alarm(0);
  }

  void removes_only_stale_files() {
    TftpFolder folder = this->tftp_folder();
    std::filesystem::path old = folder_.file("staging/old", ""),
                          fresh = folder_.file("staging/new", "");
    last_write_time(old, std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));
    folder.remove_stale();
    CPPUNIT_ASSERT(!exists(old));
    CPPUNIT_ASSERT(exists(fresh));
  }

  void reports_the_state_of_a_file() {
    TftpFolder folder = this->tftp_folder();
    const auto file = folder_.path() / "tftp/config/a.cfg";
    const auto is = [&](FileState state) {
      CPPUNIT_ASSERT(folder.state_of("a.cfg", "bytes") == state);
    };
    is(FileState::missing);
    folder.write("a.cfg", "bytes");
    is(FileState::ok);
    std::filesystem::permissions(file, perms(0644));
    is(FileState::wrong_permissions);
    folder.write("a.cfg", "other");
    is(FileState::content_differs);
    folder.write("b.cfg", "bytes");
    std::filesystem::remove(file);
    std::filesystem::create_symlink("b.cfg", file);
    is(FileState::content_differs);
    std::filesystem::remove(file);
    std::filesystem::create_directory(file);
    is(FileState::content_differs);
  }

  void moves_files_to_the_quarantine() {
    TftpFolder folder = this->tftp_folder();
    for (const char* bytes : {"one", "two"}) {
      folder.write("a.cfg", bytes);
      CPPUNIT_ASSERT(folder.has("a.cfg"));
      const std::string place = folder.quarantine("a.cfg");
      CPPUNIT_ASSERT(!folder.has("a.cfg"));
      CPPUNIT_ASSERT_EQUAL(std::string(bytes), read_file(place));
      last_write_time(place, std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));
    }
    folder.remove_stale();
    CPPUNIT_ASSERT_EQUAL(std::size_t(0), files_below("tftp"));
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), files_below("staging/quarantine"));
    CPPUNIT_ASSERT_EQUAL(std::size_t(0), folder.stale_files().size());
  }

  void purges_files_by_the_time_of_their_move_to_quarantine() {
    TftpFolder folder = this->tftp_folder();
    const auto now = std::chrono::system_clock::now();
    const auto hour = std::chrono::hours(1);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t(0), folder.purge_quarantine(now + hour));
    for (const char* name : {"a.cfg", "b.cfg", "c.cfg"}) folder.write(name, "bytes");
    last_write_time(folder_.path() / "tftp/config/a.cfg",
                    std::filesystem::file_time_type::clock::now() - 1000 * hour);
    for (const char* name : {"a.cfg", "b.cfg"}) folder.quarantine(name);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t(0), folder.purge_quarantine(now - hour));
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), files_below("staging/quarantine"));
    CPPUNIT_ASSERT_EQUAL(std::uint64_t(2), folder.purge_quarantine(now + hour));
    CPPUNIT_ASSERT_EQUAL(std::size_t(0), files_below("staging/quarantine"));
    CPPUNIT_ASSERT(folder.has("c.cfg"));
  }

  void purges_neither_folders_nor_links() {
    TftpFolder folder = this->tftp_folder();
    const auto secret = folder_.file("secret", "bytes");
    const auto inner = folder_.file("staging/quarantine/a.folder/inner", "bytes");
    const auto link = folder_.path() / "staging/quarantine/b.link";
    create_symlink(secret, link);
    folder_.file("staging/quarantine/c.cfg.0123abcd", "bytes");
    const auto later = std::chrono::system_clock::now() + std::chrono::hours(1);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t(1), folder.purge_quarantine(later));
    CPPUNIT_ASSERT(exists(secret) && exists(inner) && is_symlink(link));
  }

  void makes_the_folder_anew() {
    TftpFolder folder = this->tftp_folder();
    const auto path = folder_.path() / "tftp/config";
    std::filesystem::remove_all(path);
    folder.create_folders();
    CPPUNIT_ASSERT_EQUAL(02750u, unsigned(std::filesystem::status(path).permissions()));
    folder.write("a.cfg", "a");
    folder.create_folders();
    CPPUNIT_ASSERT(folder.has("a.cfg") && !folder.has("a.cfg", std::chrono::hours(1)));
    folder.write_initial("spa942.cfg", "");
    folder.write_initial("pxelinux.0", "");
    CPPUNIT_ASSERT((folder.files() == std::vector<std::string>{"a.cfg"}));
    CPPUNIT_ASSERT((folder.files_at_root() == std::vector<std::string>{"spa942.cfg"}));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TftpFolderTest);

}  // namespace spaconf
