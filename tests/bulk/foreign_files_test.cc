// Tests lib/bulk/foreign_files.cc: which entries of a folder are profiles of phones.
#include "bulk/foreign_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include "fixtures.h"
#include "phone/flat_profile.h"

namespace spaconf {

class ForeignFilesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ForeignFilesTest);
  CPPUNIT_TEST(tells_phones_from_other_files);
  CPPUNIT_TEST(leaves_both_files_of_one_address);
  CPPUNIT_TEST(reads_only_regular_files);
  CPPUNIT_TEST_SUITE_END();

  /// "NAME MAC why" of each.
  static std::string listed(const Folder& folder) {
    std::string text;
    for (const ForeignFile& each : foreign_files(folder.path())) {
      text += each.name + " " + (each.mac ? each.mac->plain() : "-") + " " + each.why_not + "\n";
    }
    return text;
  }

  void tells_phones_from_other_files() {
    Folder folder;
    for (const char* name :
         {"spa000e08112233.cfg", "spa000E08AABBCC.cfg", "spa00:0e:08:11:22:44.cfg", "spa942.cfg",
          "spa..cfg", "spa.cfg", "spa000e0811223.cfg", "spa000e08112233.cfg.bak", "readme",
          "spa\x1b[31m.cfg", "spaffffffffffff.cfg", ".cfg", "sp"}) {
      folder.file(name, "x");
    }
    std::filesystem::create_directory(folder.path() / "config");
    CPPUNIT_ASSERT_EQUAL(std::string("spa\x1b[31m.cfg - its name has no MAC address\n"
                                     "spa..cfg - its name has no MAC address\n"
                                     "spa.cfg - its name has no MAC address\n"
                                     "spa000E08AABBCC.cfg 000e08aabbcc \n"
                                     "spa000e0811223.cfg - its name has no MAC address\n"
                                     "spa000e08112233.cfg 000e08112233 \n"
                                     "spa00:0e:08:11:22:44.cfg 000e08112244 \n"
                                     "spa942.cfg - it is the initial profile of every Linksys "
                                     "SPA942\n"
                                     "spaffffffffffff.cfg - its name has no MAC address\n"),
                         listed(folder));
  }

  void leaves_both_files_of_one_address() {
    Folder folder;
    for (const char* name : {"spa000e08112233.cfg", "spa000E08112233.cfg", "spa000e08112244.cfg"}) {
      folder.file(name, "x");
    }
    const std::string why = "another file is for 00:0e:08:11:22:33, too; remove one of them";
    CPPUNIT_ASSERT_EQUAL("spa000E08112233.cfg 000e08112233 " + why +
                             "\nspa000e08112233.cfg 000e08112233 " + why +
                             "\nspa000e08112244.cfg 000e08112244 \n",
                         listed(folder));
    assert_has(thrown_by([&] { foreign_files(folder.path() / "missing"); }), "No such file");
  }

  static std::string refusal(const std::filesystem::path& file) {
    try {
      return "read " + read_foreign_file(file);
    } catch (const UnreadableProfile& error) {
      return error.what();
    }
  }

  void reads_only_regular_files() {
    Folder folder;
    const std::filesystem::path path = folder.path();
    folder.file("plain", "x");
    CPPUNIT_ASSERT_EQUAL(std::string("read x"), refusal(path / "plain"));
    std::filesystem::create_symlink("plain", path / "link");
    std::filesystem::create_directory(path / "folder");
    CPPUNIT_ASSERT_EQUAL(0, ::mkfifo((path / "pipe").c_str(), 0600));
    for (const char* name : {"link", "folder", "pipe", "missing"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, std::string("it is not a regular file"),
                                   refusal(path / name));
    }
    folder.file("sparse", "");
    std::filesystem::resize_file(path / "sparse", 1 << 30);
    assert_has(refusal(path / "sparse"), "larger than 1 MiB");
    if (::geteuid() == 0) return;  // who may read everything
    ::chmod((path / "plain").c_str(), 0);
    CPPUNIT_ASSERT_EQUAL(std::string("Permission denied"), refusal(path / "plain"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ForeignFilesTest);

}  // namespace spaconf
